namespace Stratum.Core;

/// <summary>One peer of /peers.</summary>
public sealed record PeerStatus
{
    /// <summary>The peer's node id; null before it has proved one.</summary>
    public string? NodeId { get; init; }

    /// <summary>host:port.</summary>
    public required string Address { get; init; }

    /// <summary>The entry of initial_peers that it belongs to; null for a peer that came by itself.</summary>
    public string? Configured { get; init; }

    /// <summary>"quic" or "tcp"; null while no link is up.</summary>
    public string? Transport { get; init; }

    /// <summary>"in" or "out"; null while no link is up.</summary>
    public string? Direction { get; init; }

    /// <summary>"up", "connecting", "backoff" or "refused".</summary>
    public required string State { get; init; }

    /// <summary>Unix milliseconds since when it is in this state.</summary>
    public long SinceMs { get; init; }

    /// <summary>Smoothed round-trip time in milliseconds; null before it was measured.</summary>
    public double? RttMs { get; init; }

    /// <summary>How far the peer's clock is ahead, in milliseconds; null before it was measured.</summary>
    public double? ClockOffsetMs { get; init; }

    /// <summary>The peer's software version; null while no link is up.</summary>
    public string? SoftwareVersion { get; init; }

    /// <summary>Bytes and frames by class: "live", "sync", "bulk".</summary>
    public IReadOnlyList<PeerTraffic> Traffic { get; init; } = [];

    /// <summary>Points for misbehaviour; at 100 the peer is disconnected.</summary>
    public long Score { get; init; }

    /// <summary>What its heartbeats say: "alive", "suspect", "down" or "unknown".</summary>
    public string Heartbeat { get; init; } = "unknown";

    /// <summary>Where it says that it is, as a geohash; null when it does not.</summary>
    public string? Beacon { get; init; }

    /// <summary>Why the last attempt or link ended, as /metrics names reasons; null when there was none.</summary>
    public string? LastRefusal { get; init; }

    /// <summary>More of it.</summary>
    public string? LastRefusalDetail { get; init; }

    /// <summary>The last run of reconciliation; null before the first.</summary>
    public PeerBackfill? LastBackfill { get; init; }
}

/// <summary>Traffic of one class.</summary>
/// <param name="Class">"live", "sync" or "bulk".</param>
/// <param name="FramesSent">Frames to the peer.</param>
/// <param name="BytesSent">Their bytes with framing, without those of TLS and the network.</param>
/// <param name="FramesReceived">Frames of the peer.</param>
/// <param name="BytesReceived">Their bytes.</param>
public sealed record PeerTraffic(string Class, long FramesSent, long BytesSent, long FramesReceived, long BytesReceived);

/// <summary>A run of reconciliation with a peer.</summary>
/// <param name="EndedAtMs">Unix milliseconds at its end.</param>
/// <param name="Outcome">"equal", "done", "busy", "timeout" or "floor" (nothing in common above the later retention floor).</param>
/// <param name="Received">Observations stored from it.</param>
/// <param name="Sent">Observations sent.</param>
/// <param name="DurationMs">From its first message to its last.</param>
/// <param name="Bytes">What it cost on the link, both ways together, as far as it had left this node at its end.</param>
public sealed record PeerBackfill(long EndedAtMs, string Outcome, long Received, long Sent, long DurationMs, long Bytes);
