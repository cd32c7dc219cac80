namespace Stratum.Node.Configuration;

/// <summary>[db_limits]: what the store keeps and what it may cost.</summary>
internal sealed record DbLimitsSection
{
    /// <summary>Whole UTC days of others' observations kept before the current one; 0 keeps everything.</summary>
    public int MaxAgeDays { get; init; } = 30;

    /// <summary>Whole UTC days of this node's own observations kept before the current one; 0 keeps them for ever.</summary>
    public int OwnMaxAgeDays { get; init; }

    /// <summary>Most MiB on disk; 0 is unlimited.</summary>
    public int DiskQuotaMb { get; init; }

    /// <summary>keep: the quota never takes own observations; delete: it takes the oldest when nothing of others is left.</summary>
    public string OwnQuota { get; init; } = "keep";

    /// <summary>MiB of disk that retention keeps free whatever the quota says, so that a full SD card still ends in order.</summary>
    public int KeepFreeMb { get; init; } = 256;

    /// <summary>always: acknowledge after fsync; interval: fsync every <see cref="FsyncIntervalMs"/>.</summary>
    public string Durability { get; init; } = "always";

    /// <summary>Milliseconds between fsyncs under interval: what a power cut may take.</summary>
    public int FsyncIntervalMs { get; init; } = 1000;

    /// <summary>Most series held: bounds memory, since series and not rows stay in it.</summary>
    public int MaxSeries { get; init; } = 100_000;

    /// <summary>MiB of rows kept in memory before the largest day is written to a table.</summary>
    public int MemtableMb { get; init; } = 16;

    /// <summary>MiB at which a segment of the write-ahead log is closed.</summary>
    public int WalSegmentMb { get; init; } = 8;

    /// <summary>MiB of write-ahead log: bounds the start-up time.</summary>
    public int WalMaxMb { get; init; } = 64;

    /// <summary>Hours that a stream can resume back.</summary>
    public int StreamReplayHours { get; init; } = 24;
}
