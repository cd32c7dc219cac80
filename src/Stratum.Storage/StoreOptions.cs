using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Settings of an <see cref="ObservationStore"/>. Every bound has a default that suits a Raspberry Pi with an SD card.</summary>
public sealed record StoreOptions
{
    /// <summary>The data directory, a full path; made when it does not exist.</summary>
    public required string Directory { get; init; }

    /// <summary>When an append is acknowledged (<see cref="Durability.Always"/>).</summary>
    public Durability Durability { get; init; } = Durability.Always;

    /// <summary>Milliseconds between fsyncs under <see cref="Durability.Interval"/> (1000): what a power cut may take.</summary>
    public int FsyncIntervalMs { get; init; } = 1000;

    /// <summary>Bytes of rows kept in memory over all days before the largest day is written to a table (16 MiB).</summary>
    public long MemtableBytes { get; init; } = 16L << 20;

    /// <summary>Bytes at which a segment of the write-ahead log is closed (8 MiB).</summary>
    public int WalSegmentBytes { get; init; } = 8 << 20;

    /// <summary>Bytes of write-ahead log at which the days that pin its oldest segment are written out (64 MiB): it bounds the start-up time.</summary>
    public long WalBytes { get; init; } = 64L << 20;

    /// <summary>Most series held (100,000); an observation of one more is refused.</summary>
    public int MaxSeries { get; init; } = 100_000;

    /// <summary>Whole UTC days of others' observations kept before the current one (30); 0 keeps everything.</summary>
    public int MaxAgeDays { get; init; } = 30;

    /// <summary>Whole UTC days of one's own kept before the current one; 0, the default, keeps them for ever.</summary>
    public int OwnMaxAgeDays { get; init; }

    /// <summary>
    /// Most bytes of tables and log (0: no limit). Beyond it rows of unknown signers leave, oldest first, then those of trusted ones; one's own as
    /// <see cref="OwnQuota"/> says.
    /// </summary>
    public long DiskQuotaBytes { get; init; }

    /// <summary>Whether the quota may take one's own.</summary>
    public OwnQuota OwnQuota { get; init; }

    /// <summary>Bytes of disk that are to stay free (256 MiB): less is no reason to delete anything.</summary>
    public long FreeBytesMin { get; init; } = 256L << 20;

    /// <summary>Bytes written in advance and given back when the store stops (4 MiB): a full disk still takes the last lines of the log.</summary>
    public int ReserveBytes { get; init; } = 4 << 20;

    /// <summary>Seconds without a flush to a day that is over before its tables are merged (600): late rows come in a bunch.</summary>
    public int MergeQuietSeconds { get; init; } = 600;

    /// <summary>Tables of one day at which it is merged before it is over and quiet (32): it bounds open files and the cost of a query.</summary>
    public int DayTablesMax { get; init; } = 32;

    /// <summary>Bytes of the smallest of four sizes of tables that are older than peers are offered (1 MiB): eight of a size become one of the next.</summary>
    public long KeptTableBytes { get; init; } = 1 << 20;

    /// <summary>Hours that <see cref="IObservationStore.ReadArrivals"/> promises to reach back (24).</summary>
    public int StreamReplayHours { get; init; } = 24;

    /// <summary>Appends that wait for the writer (1024); one more waits outside.</summary>
    public int QueueCapacity { get; init; } = 1024;

    /// <summary>Scores of rows in closed tables that wait in memory for the next rewrite of their table (100,000).</summary>
    public int MaxPendingAssessments { get; init; } = 100_000;

    /// <summary>Rows in one block of a table (1024).</summary>
    public int BlockRows { get; init; } = 1024;

    /// <summary>
    /// Called by the writer after the fsync and before the waiters complete, in order of arrival. It must not wait for the store
    /// or block; an exception from it stops the store.
    /// </summary>
    public Action<IReadOnlyList<StoredObservation>>? OnDurable { get; init; }

    /// <summary>Called once for each damaged place that is found in a file; for the log.</summary>
    public Action<StoreIntegrityException>? OnDamage { get; init; }

    /// <summary>
    /// Whom retention asks about the clock before it follows a step of it. Null: the program vouches for its clock (tests, benchmarks), age follows it at
    /// once, and a floor never comes down.
    /// </summary>
    public IClockWitness? Witness { get; init; }

    /// <summary>Called for each day that retention takes, with what it held and why; for the log.</summary>
    public Action<string>? OnRetired { get; init; }

    /// <summary>Called when retention drops something for want of space, with what and why; for the log.</summary>
    public Action<string>? OnNotice { get; init; }

    /// <summary>Where the store's measurements go; null measures nothing.</summary>
    public System.Diagnostics.Metrics.Meter? Meter { get; init; }

    /// <summary>How a merge runs beside the writer; tests run it in place.</summary>
    internal Func<Func<MergeResult>, Task<MergeResult>> Background { get; init; } = Task.Run;

    /// <summary>Called once when the store stops taking writes, with the reason; for the log and the exit code.</summary>
    public Action<StoreStoppedException>? OnStopped { get; init; }

    /// <summary>Throws <see cref="StratumException"/> that names the first option out of range.</summary>
    internal void Validate()
    {
        Check(nameof(FsyncIntervalMs), FsyncIntervalMs, 1, 60_000);
        Check(nameof(MemtableBytes), MemtableBytes, 1024, 1L << 34);
        Check(nameof(WalSegmentBytes), WalSegmentBytes, 1024, 1 << 30);
        Check(nameof(WalBytes), WalBytes, WalSegmentBytes, 1L << 34);
        Check(nameof(MaxSeries), MaxSeries, 1, 10_000_000);
        Check(nameof(MaxAgeDays), MaxAgeDays, 0, 36_525);
        Check(nameof(OwnMaxAgeDays), OwnMaxAgeDays, 0, 36_525);
        if (OwnMaxAgeDays > 0 && (MaxAgeDays == 0 || OwnMaxAgeDays < MaxAgeDays))
        {
            throw new StratumException(
                $"store option {nameof(OwnMaxAgeDays)} is {OwnMaxAgeDays}; give 0 (for ever), or at least {nameof(MaxAgeDays)}, which is {MaxAgeDays}");
        }

        Check(nameof(DiskQuotaBytes), DiskQuotaBytes, 0, 1L << 50);
        Check(nameof(FreeBytesMin), FreeBytesMin, 0, 1L << 50);
        Check(nameof(ReserveBytes), ReserveBytes, 0, 1 << 30);
        Check(nameof(MergeQuietSeconds), MergeQuietSeconds, 0, 86_400);
        Check(nameof(DayTablesMax), DayTablesMax, 2, 1000);
        Check(nameof(KeptTableBytes), KeptTableBytes, 1024, 1 << 30);
        Check(nameof(StreamReplayHours), StreamReplayHours, 0, 24 * 366);
        Check(nameof(QueueCapacity), QueueCapacity, 1, 1 << 20);
        Check(nameof(MaxPendingAssessments), MaxPendingAssessments, 0, 10_000_000);
        Check(nameof(BlockRows), BlockRows, 1, 1 << 15);
    }

    private static void Check(string name, long value, long min, long max)
    {
        if (value < min || value > max)
        {
            throw new StratumException($"store option {name} is {value}; give {min} to {max}");
        }
    }
}
