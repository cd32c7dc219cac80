namespace Stratum.Storage;

/// <summary>What a data directory holds, and what each part of it costs.</summary>
public sealed record StoreFacts
{
    /// <summary>Days, oldest first.</summary>
    public required IReadOnlyList<PartitionFacts> Partitions { get; init; }

    /// <summary>Columns first, then the rest; together the length of all tables.</summary>
    public required IReadOnlyList<PartBytes> Parts { get; init; }

    /// <summary>Tables that the manifest names.</summary>
    public required int Tables { get; init; }

    /// <summary>Rows in tables, without those that only replace a signature.</summary>
    public required long Observations { get; init; }

    /// <summary>Blocks in tables.</summary>
    public required long Blocks { get; init; }

    /// <summary>Series that have rows in tables.</summary>
    public required int Series { get; init; }

    /// <summary>Length of all tables.</summary>
    public required long TableBytes { get; init; }

    /// <summary>Segments of the write-ahead log.</summary>
    public required int WalSegments { get; init; }

    /// <summary>Their length.</summary>
    public required long WalBytes { get; init; }

    /// <summary>Rows in them, those that are in tables already included.</summary>
    public required long WalRows { get; init; }

    /// <summary>Copies of damaged files.</summary>
    public required int QuarantinedFiles { get; init; }

    /// <summary>Unix seconds below which nothing is kept.</summary>
    public required long RetentionFloor { get; init; }

    /// <summary>Bytes passed to write() since the store was made, up to the last edit of the manifest.</summary>
    public required long BytesWritten { get; init; }

    /// <summary>Observations that the store ever took; higher after a start that found the log damaged.</summary>
    public required long LastArrival { get; init; }

    /// <summary>Bytes written for one byte of observations as tables hold them; 0 without tables. Retention takes nothing from it.</summary>
    public double WriteAmplification => Observations == 0 || LastArrival == 0
        ? 0
        : BytesWritten / (TableBytes / (double)Observations * LastArrival);
}
