namespace Stratum.Core;

/// <summary>One adapter's part of /status.</summary>
public sealed record AdapterStatus
{
    /// <summary>The adapter's name.</summary>
    public required string Name { get; init; }

    /// <summary>The adapter's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>"listening", "connected", "waiting" (for a device, a clock), "backoff", "stopped" or "misconfigured" (its table has errors).</summary>
    public required string State { get; init; }

    /// <summary>Readings accepted since start. Each reading is counted by one adapter only: by that of its table, where it has one.</summary>
    public long Accepted { get; init; }

    /// <summary>Readings that were held already.</summary>
    public long Duplicates { get; init; }

    /// <summary>Readings refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Unix milliseconds of the last accepted reading; null before the first.</summary>
    public long? LastReadingAtMs { get; init; }

    /// <summary>The last error with advice; null when there was none.</summary>
    public string? LastError { get; init; }

    /// <summary>Unix milliseconds of <see cref="LastError"/>.</summary>
    public long? LastErrorAtMs { get; init; }

    /// <summary>Something worth knowing that is no error, such as a wait; null when there was nothing.</summary>
    public string? LastNotice { get; init; }

    /// <summary>Unix milliseconds of <see cref="LastNotice"/>.</summary>
    public long? LastNoticeAtMs { get; init; }

    /// <summary>What became of the messages of a source that subscribes to them; null for others.</summary>
    public MessageCounts? Messages { get; init; }

    /// <summary>What the source delivered since start, at most some hundred devices.</summary>
    public IReadOnlyList<KnownDevice> Devices { get; init; } = [];

    /// <summary>What it hears and does not sign, at most some hundred devices.</summary>
    public IReadOnlyList<HeardDevice> Heard { get; init; } = [];
}
