namespace Stratum.Core;

/// <summary>The mesh part of /status.</summary>
public sealed record MeshStatus
{
    /// <summary>"connected", "degraded" or "isolated".</summary>
    public required string Partition { get; init; }

    /// <summary>Unix milliseconds since when.</summary>
    public long SinceMs { get; init; }

    /// <summary>The peers of /peers.</summary>
    public IReadOnlyList<PeerStatus> Peers { get; init; } = [];
}

/// <summary>One peer of /peers.</summary>
public sealed record PeerStatus
{
    /// <summary>The peer's node id; null before it has proved one.</summary>
    public string? NodeId { get; init; }

    /// <summary>host:port.</summary>
    public required string Address { get; init; }

    /// <summary>"quic" or "tcp"; null while no link is up.</summary>
    public string? Transport { get; init; }

    /// <summary>"in" or "out"; null while no link is up.</summary>
    public string? Direction { get; init; }

    /// <summary>"up", "connecting", "backoff", "refused".</summary>
    public required string State { get; init; }

    /// <summary>Unix milliseconds since when it is in this state.</summary>
    public long SinceMs { get; init; }

    /// <summary>Round-trip time in milliseconds; null before it was measured.</summary>
    public double? RttMs { get; init; }
}

/// <summary>What the query API asks of the mesh.</summary>
public interface IMeshStatusSource
{
    /// <summary>The state as it is now.</summary>
    MeshStatus Status { get; }
}
