namespace Stratum.Storage;

/// <summary>
/// The places of one quantity: a tree, and a tail of what came since the tree was made. The tree is made again when the tail has grown to
/// an eighth of it, so that a new station costs little and a search stays logarithmic. One writer, any number of readers.
/// </summary>
internal sealed class GeoIndex
{
    private const int MinTail = 64;

    private Snapshot _snapshot = new(GeoTree.Empty, [], 0);

    /// <summary>Puts a slot at a place; it leaves the place where it was.</summary>
    public void Place(LatestSlot slot, GeoNode node)
    {
        var seen = _snapshot;
        var tail = seen.Tail;
        if (seen.TailCount == tail.Length)
        {
            Array.Resize(ref tail, Math.Max(16, tail.Length * 2));
        }

        tail[seen.TailCount] = node;
        var next = seen with { Tail = tail, TailCount = seen.TailCount + 1 };
        slot.Node = node;
        if (next.TailCount > Math.Max(MinTail, seen.Tree.Count / 8))
        {
            next = Rebuild(next);
        }

        Volatile.Write(ref _snapshot, next);
    }

    public void Search(GeoSearch search)
    {
        var seen = Volatile.Read(ref _snapshot);
        seen.Tree.Search(search);
        foreach (var node in seen.Tail.AsSpan(0, seen.TailCount))
        {
            var distance = search.SquaredDistanceTo(node.X, node.Y, node.Z);
            if (distance <= search.Bound)
            {
                search.Offer(node, distance);
            }
        }
    }

    private static Snapshot Rebuild(Snapshot grown)
    {
        var nodes = new List<GeoNode>(grown.Tree.Count + grown.TailCount);
        AddCurrent(grown.Tree.Nodes, nodes);
        AddCurrent(grown.Tail.AsSpan(0, grown.TailCount), nodes);
        return new Snapshot(new GeoTree([.. nodes]), [], 0);
    }

    private static void AddCurrent(ReadOnlySpan<GeoNode> from, List<GeoNode> to)
    {
        foreach (var node in from)
        {
            if (node.IsCurrent)
            {
                to.Add(node);
            }
        }
    }

    private sealed record Snapshot(GeoTree Tree, GeoNode[] Tail, int TailCount);
}
