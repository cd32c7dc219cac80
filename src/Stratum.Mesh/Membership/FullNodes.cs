using Stratum.Core;

namespace Stratum.Mesh.Membership;

/// <summary>Found nodes that sent this one away because their views are full: they are left alone for a while. Bounded; the first to be due leave.</summary>
internal sealed class FullNodes(ViewOptions options, Random random)
{
    private readonly Dictionary<NodeId, long> _untilMs = [];

    public int Count => _untilMs.Count;

    public void Add(NodeId nodeId, long nowMs)
    {
        if (_untilMs.Count >= options.PassiveMax && !_untilMs.ContainsKey(nodeId))
        {
            _untilMs.Remove(_untilMs.MinBy(static entry => entry.Value).Key);
        }

        _untilMs[nodeId] = nowMs + options.FullPauseMs + random.Next(options.FullPauseMs);
    }

    public bool Contains(NodeId nodeId, long nowMs) => _untilMs.TryGetValue(nodeId, out var untilMs) && nowMs < untilMs;
}
