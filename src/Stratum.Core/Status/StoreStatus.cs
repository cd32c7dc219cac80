namespace Stratum.Core;

/// <summary>The store's part of /status. Byte counts are of files as they are now.</summary>
public sealed record StoreStatus
{
    /// <summary>"ok", or "stopped" after a failed write or fsync.</summary>
    public required string State { get; init; }

    /// <summary>Why it stopped; null when ok.</summary>
    public string? StoppedReason { get; init; }

    /// <summary>"always" or "interval".</summary>
    public required string Durability { get; init; }

    /// <summary>Observations held.</summary>
    public long Observations { get; init; }

    /// <summary>Series held.</summary>
    public int Series { get; init; }

    /// <summary>Stations held.</summary>
    public int Stations { get; init; }

    /// <summary>The cursor of a stream that has seen everything until now.</summary>
    public string Cursor { get; init; } = "";

    /// <summary>The newest arrival number.</summary>
    public long LastArrival { get; init; }

    /// <summary>Unix seconds of the oldest and newest observation; null in an empty store.</summary>
    public long? OldestTimestamp { get; init; }

    /// <inheritdoc cref="OldestTimestamp"/>
    public long? NewestTimestamp { get; init; }

    /// <summary>Unix seconds below which nothing of others is kept.</summary>
    public long RetentionFloor { get; init; }

    /// <summary>Unix seconds below which nothing of one's own is kept; 0 when all of it is.</summary>
    public long OwnFloor { get; init; }

    /// <summary>Bytes of table files that hold observations of this node itself.</summary>
    public long OwnBytes { get; init; }

    /// <summary>Most bytes of tables and log; 0 without a quota.</summary>
    public long QuotaBytes { get; init; }

    /// <summary>What the operator should do before the quota takes, or refuses, what it need not; null when all is well.</summary>
    public string? QuotaWarning { get; init; }

    /// <summary>Why retention by age waits for the clock to be confirmed, one line for the operator; null when it does not wait.</summary>
    public string? RetentionWaits { get; init; }

    /// <summary>Bytes of write-ahead log.</summary>
    public long WalBytes { get; init; }

    /// <summary>Bytes of table files.</summary>
    public long TableBytes { get; init; }

    /// <summary>Table files.</summary>
    public int Tables { get; init; }

    /// <summary>Bytes of rows in memory that no table holds yet.</summary>
    public long MemtableBytes { get; init; }

    /// <summary>Milliseconds that recovery took at start.</summary>
    public long RecoveryMs { get; init; }

    /// <summary>Rows that recovery replayed from the log.</summary>
    public long RecoveredObservations { get; init; }

    /// <summary>Damaged places found in files since start; the files are kept under quarantine/.</summary>
    public long Corruptions { get; init; }
}
