using Stratum.Core;

namespace Stratum.Mesh.Membership;

/// <summary>Nodes that are known and not linked. Bounded: a new one takes the place of one at random.</summary>
internal sealed class PassiveView(int capacity, Random random)
{
    private readonly List<PeerRecord> _records = [];

    public int Count => _records.Count;

    public IReadOnlyList<PeerRecord> Records => _records;

    public void Add(PeerRecord record)
    {
        var at = _records.FindIndex(known => known.NodeId == record.NodeId);
        if (at >= 0)
        {
            _records[at] = _records[at].IssuedMs < record.IssuedMs ? record : _records[at];
        }
        else if (_records.Count < capacity)
        {
            _records.Add(record);
        }
        else
        {
            _records[random.Next(_records.Count)] = record;
        }
    }

    public void Remove(NodeId nodeId) => _records.RemoveAll(record => record.NodeId == nodeId);

    /// <summary>So many at random.</summary>
    public PeerRecord[] Sample(int count)
    {
        PeerRecord[] mixed = [.. _records];
        random.Shuffle(mixed);
        return mixed[..Math.Min(count, mixed.Length)];
    }
}
