using Stratum.Mesh.Gossip;
using Stratum.Mesh.Links;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Engine;

/// <summary>What a node's mesh counts over all links. Several threads count at once.</summary>
internal sealed class MeshCounters
{
    private readonly long[] _refusedHere = new long[RefusalReasons.Count];
    private readonly long[] _refusedByPeers = new long[RefusalReasons.Count];
    private readonly long[] _received = new long[RejectReasons.Count];
    private long _forwarded;
    private long _batchesSent;
    private long _batchBytesSent;
    private long _outboxDropped;

    /// <summary>Observations put into batches, each link counted for itself.</summary>
    public long Forwarded => Volatile.Read(ref _forwarded);

    /// <summary>Gossip batches sent.</summary>
    public long BatchesSent => Volatile.Read(ref _batchesSent);

    /// <summary>Payload bytes of the gossip batches: with <see cref="Forwarded"/>, the bytes an observation costs.</summary>
    public long BatchBytesSent => Volatile.Read(ref _batchBytesSent);

    /// <summary>Observations that found no room in a link's queue and were left to reconciliation.</summary>
    public long OutboxDropped => Volatile.Read(ref _outboxDropped);

    /// <summary>Connections and links that ended for this reason, by this node's or by the peer's decision.</summary>
    public long Refused(RefusalReason reason, bool byPeer) => Volatile.Read(ref (byPeer ? _refusedByPeers : _refusedHere)[(int)reason]);

    public void CountRefused(RefusalReason reason, bool byPeer) => Interlocked.Increment(ref (byPeer ? _refusedByPeers : _refusedHere)[(int)reason]);

    /// <summary>Received observations by what became of them; None are the new ones.</summary>
    public long Received(RejectReason reason) => Volatile.Read(ref _received[(int)reason]);

    public void CountReceived(RejectReason reason) => Interlocked.Increment(ref _received[(int)reason]);

    public void CountBatch(int observations, int bytes)
    {
        Interlocked.Add(ref _forwarded, observations);
        Interlocked.Increment(ref _batchesSent);
        Interlocked.Add(ref _batchBytesSent, bytes);
    }

    public void CountDropped(long observations) => Interlocked.Add(ref _outboxDropped, observations);
}
