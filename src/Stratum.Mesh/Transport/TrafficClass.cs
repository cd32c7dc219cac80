namespace Stratum.Mesh.Transport;

/// <summary>Priority of a frame on a link. Each class has a bounded queue of its own; live is never stuck behind bulk.</summary>
internal enum TrafficClass
{
    /// <summary>Handshake, gossip of new observations, membership.</summary>
    Live = 0,

    /// <summary>Reconciliation.</summary>
    Sync = 1,

    /// <summary>Large transfers; at most 64 KiB in flight.</summary>
    Bulk = 2,
}
