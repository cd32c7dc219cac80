using Stratum.Core;

namespace Stratum.Mesh.Gossip;

/// <summary>
/// The ids that were verified lately and the link that brought each first (0: this node). Bounded: the oldest leave. An id enters only after its
/// signature was verified: content ids do not cover the signature, and a bad copy must not block the good one.
/// </summary>
internal sealed class SeenCache(int capacity)
{
    private readonly Dictionary<ContentId, long> _links = [];
    private readonly Queue<ContentId> _order = new();

    public int Count => _links.Count;

    public bool Contains(ContentId id) => _links.ContainsKey(id);

    /// <summary>The number of the link that brought the id first, or null.</summary>
    public long? SourceOf(ContentId id) => _links.TryGetValue(id, out var link) ? link : null;

    /// <summary>False when it was there already.</summary>
    public bool Add(ContentId id, long link)
    {
        if (!_links.TryAdd(id, link))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > capacity)
        {
            _links.Remove(_order.Dequeue());
        }

        return true;
    }

    /// <summary>What could not be stored may come again.</summary>
    public void Forget(ContentId id)
    {
        // Its place in the order stays; when that runs out, there is nothing left to remove, or a later copy leaves early.
        _links.Remove(id);
    }
}
