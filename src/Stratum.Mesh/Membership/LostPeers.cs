using Stratum.Core;

namespace Stratum.Mesh.Membership;

/// <summary>
/// Nodes whose links broke without a goodbye. When a mesh is cut in two, each half finds enough neighbours among itself and would never look for the other
/// again; these do. Bounded; the oldest leave.
/// </summary>
internal sealed class LostPeers(ViewOptions options, Random random)
{
    private readonly Dictionary<NodeId, Entry> _entries = [];

    public int Count => _entries.Count;

    public void Add(PeerRecord record, long nowMs)
    {
        if (_entries.Count >= options.LostMax && !_entries.ContainsKey(record.NodeId))
        {
            _entries.Remove(_entries.MinBy(static entry => entry.Value.SinceMs).Key);
        }

        _entries[record.NodeId] = new Entry(record, nowMs, nowMs + Jittered(options.LostPauseMs), options.LostPauseMs);
    }

    /// <summary>True when the node was lost: it is found again.</summary>
    public bool Remove(NodeId nodeId) => _entries.Remove(nodeId);

    /// <summary>The nodes to be dialled now, at most so many.</summary>
    public List<PeerRecord> TakeDue(int max, long nowMs)
    {
        var due = new List<PeerRecord>();
        foreach (var (nodeId, entry) in _entries.ToArray())
        {
            if (nowMs - entry.SinceMs >= options.LostForMs)
            {
                _entries.Remove(nodeId);
            }
            else if (entry.DueMs <= nowMs && due.Count < max)
            {
                var pauseMs = Math.Min(entry.PauseMs * 2, options.LostPauseMaxMs);
                _entries[nodeId] = entry with { DueMs = nowMs + Jittered(pauseMs), PauseMs = pauseMs };
                due.Add(entry.Record);
            }
        }

        return due;
    }

    private int Jittered(int pauseMs) => (pauseMs / 2) + random.Next(pauseMs / 2);

    private sealed record Entry(PeerRecord Record, long SinceMs, long DueMs, int PauseMs);
}
