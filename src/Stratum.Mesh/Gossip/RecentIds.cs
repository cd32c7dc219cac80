using Stratum.Core;

namespace Stratum.Mesh.Gossip;

/// <summary>The observations that came or went lately, by the prefix that announces them. Bounded: the oldest leave.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly Dictionary<IdPrefix, Entry> _entries = [];
    private readonly Queue<IdPrefix> _order = new();

    /// <summary>Where to find one, and whose it is.</summary>
    internal readonly record struct Entry(ReconciliationItem Item, NodeId Signer);

    public int Count => _entries.Count;

    public bool Contains(IdPrefix id) => _entries.ContainsKey(id);

    public Entry? Find(IdPrefix id) => _entries.TryGetValue(id, out var entry) ? entry : null;

    public void Add(IdPrefix id, SignedObservation observation)
    {
        if (!_entries.TryAdd(id, new Entry(new ReconciliationItem(observation.Timestamp, observation.ContentId), observation.Series.Signer)))
        {
            return;
        }

        _order.Enqueue(id);
        if (_order.Count > capacity)
        {
            _entries.Remove(_order.Dequeue());
        }
    }
}
