namespace Stratum.Node.Configuration;

/// <summary>Keys of [db_limits] and [archive].</summary>
internal static class StoreKeys
{
    // A Pi with 512 MB is the smallest machine, a server with 16 GiB of log or rows in memory the largest.
    private const int MaxMemoryMb = 16_384;

    private static readonly KeySection<DbLimitsSection> Limits = new("db_limits", o => o.DbLimits, (o, s) => o with { DbLimits = s });

    private static readonly KeySection<ArchiveSection> Archive = new("archive", o => o.Archive, (o, s) => o with { Archive = s }, LaterFeature.Archive);

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<BoundKey<StratumOptions>> All { get; } =
    [
        Limits.Key("max_age_days", new IntegerType(0, 36_525, "days"), s => s.MaxAgeDays, (s, v) => s with { MaxAgeDays = v },
            "Whole UTC days of others' observations kept before the current one; 0 keeps everything. Older ones are refused."),
        Limits.Key("own_max_age_days", new IntegerType(0, 36_525, "days"), s => s.OwnMaxAgeDays, (s, v) => s with { OwnMaxAgeDays = v },
            "The same for what this node signed; 0 keeps it for ever. Otherwise at least max_age_days, since peers would send it back."),
        Limits.Key("disk_quota_mb", new IntegerType(0, int.MaxValue, "MiB"), s => s.DiskQuotaMb, (s, v) => s with { DiskQuotaMb = v },
            "Most that the store may hold on disk; 0 is unlimited. Unknown signers go first, then trusted ones, oldest first; own_quota says what then."),
        Limits.Key("own_quota", TextType.OneOf("keep", "delete"), s => s.OwnQuota, (s, v) => s with { OwnQuota = v },
            "keep: over the quota with own observations alone, none of others are taken, and own ones until the disk is full; delete: the oldest own ones go."),
        Limits.Key("keep_free_mb", new IntegerType(0, 1 << 20, "MiB"), s => s.KeepFreeMb, (s, v) => s with { KeepFreeMb = v },
            "Disk that should stay free, so that a full SD card still ends in order. Less is no reason to delete anything."),
        Limits.Key("durability", TextType.OneOf("always", "interval"), s => s.Durability, (s, v) => s with { Durability = v },
            "always answers after fsync: a power cut loses nothing that was acknowledged; interval answers before it, to spare the SD card."),
        Limits.Key("fsync_interval_ms", new IntegerType(1, 60_000, "ms"), s => s.FsyncIntervalMs, (s, v) => s with { FsyncIntervalMs = v },
            "Time between fsyncs with durability = \"interval\": what a power cut may take."),
        Limits.Key("max_series", new IntegerType(1, 10_000_000, "series"), s => s.MaxSeries, (s, v) => s with { MaxSeries = v },
            "Most series (one quantity of one station) held; an observation of one more is refused. Bounds memory, about 1 KiB each."),
        Limits.Key("memtable_mb", new IntegerType(1, MaxMemoryMb, "MiB"), s => s.MemtableMb, (s, v) => s with { MemtableMb = v },
            "Rows kept in memory before the largest day is written to a table."),
        Limits.Key("wal_segment_mb", new IntegerType(1, 1023, "MiB"), s => s.WalSegmentMb, (s, v) => s with { WalSegmentMb = v },
            "Size at which a segment of the write-ahead log is closed."),
        Limits.Key("wal_max_mb", new IntegerType(1, MaxMemoryMb, "MiB"), s => s.WalMaxMb, (s, v) => s with { WalMaxMb = v },
            "Size of the write-ahead log at which rows are written out, at least wal_segment_mb; it bounds the time of a start after a crash."),
        Limits.Key("stream_replay_hours", new IntegerType(0, 24 * 366, "hours"), s => s.StreamReplayHours, (s, v) => s with { StreamReplayHours = v },
            "How far back a stream can resume; older than that gives a gap event."),
        Archive.Key("enabled", SettingTypes.Boolean, s => s.Enabled, (s, v) => s with { Enabled = v },
            "Write every closed day to an archive that anyone can verify."),
        Archive.Key("path", SettingTypes.Path, s => s.Path, (s, v) => s with { Path = v },
            "Directory of the archives."),
    ];
}
