namespace Stratum.Simulation.Mesh;

/// <summary>What nodes know of each other by heartbeats.</summary>
internal sealed partial class SimWorld
{
    private readonly Dictionary<string, SimNode> _byId = [];

    /// <summary>The state of each other node that runs, as one sees it.</summary>
    public IEnumerable<(SimNode Node, string State, bool IsLinked)> StatesSeenBy(SimNode node)
    {
        foreach (var known in node.Status?.Nodes ?? [])
        {
            if (_byId.TryGetValue(known.NodeId, out var other) && other.IsRunning)
            {
                yield return (other, known.State, known.IsLinked);
            }
        }
    }

    /// <summary>The state of a node as another one sees it; null when it is not known there.</summary>
    public string? StateSeenBy(SimNode node, SimNode other) =>
        node.Status?.Nodes.FirstOrDefault(known => _byId.GetValueOrDefault(known.NodeId) == other)?.State;

    /// <summary>Heartbeats that all nodes received, by what became of them.</summary>
    public SortedDictionary<string, long> HeartbeatCounts()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (verdict, count) in _nodes.SelectMany(static node => node.Status?.Heartbeats ?? new Dictionary<string, long>()))
        {
            counts[verdict] = counts.GetValueOrDefault(verdict) + count;
        }

        return counts;
    }
}
