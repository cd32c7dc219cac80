namespace Stratum.Core;

/// <summary>The mesh part of /status.</summary>
public sealed record MeshStatus
{
    /// <summary>"connected", "degraded" or "isolated".</summary>
    public required string Partition { get; init; }

    /// <summary>Unix milliseconds since when.</summary>
    public long SinceMs { get; init; }

    /// <summary>The network that the node belongs to.</summary>
    public string NetworkId { get; init; } = "";

    /// <summary>Where links are taken, ports as bound.</summary>
    public IReadOnlyList<string> ListenAddresses { get; init; } = [];

    /// <summary>The peers of /peers.</summary>
    public IReadOnlyList<PeerStatus> Peers { get; init; } = [];

    /// <summary>Connections and links that were refused or ended since the start, by reason; only reasons that were met.</summary>
    public IReadOnlyList<RefusalCount> Refusals { get; init; } = [];

    /// <summary>Observations that peers sent since the start, by what became of them: "accepted", "duplicate", or the reason of the refusal.</summary>
    public IReadOnlyDictionary<string, long> Received { get; init; } = new Dictionary<string, long>();

    /// <summary>Nodes that this one has a link with, or had one lately.</summary>
    public IReadOnlyList<KnownNode> Nodes { get; init; } = [];

    /// <summary>Where this node says that it is, a geohash; null when it does not.</summary>
    public string? Beacon { get; init; }

    /// <summary>Heartbeats received since the start, by what became of them.</summary>
    public IReadOnlyDictionary<string, long> Heartbeats { get; init; } = new Dictionary<string, long>();

    /// <summary>Observations sent by gossip since the start, each link counted for itself.</summary>
    public long Forwarded { get; init; }

    /// <summary>Payload bytes of these; with <see cref="Forwarded"/> the bytes that an observation costs.</summary>
    public long ForwardedBytes { get; init; }

    /// <summary>Observations that found no room in a link's queue and were left to reconciliation.</summary>
    public long LeftToReconciliation { get; init; }
}

/// <summary>How often connections and links ended for one reason.</summary>
/// <param name="Reason">As /metrics and the log name it, for instance "wrong_network".</param>
/// <param name="Here">By this node's decision.</param>
/// <param name="ByPeers">By the peer's decision.</param>
public sealed record RefusalCount(string Reason, long Here, long ByPeers);

/// <summary>What the query API asks of the mesh.</summary>
public interface IMeshStatusSource
{
    /// <summary>The state as it is now.</summary>
    MeshStatus Status { get; }
}
