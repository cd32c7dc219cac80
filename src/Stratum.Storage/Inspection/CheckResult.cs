namespace Stratum.Storage;

/// <summary>What a check looked at, and what it found.</summary>
public sealed record CheckResult
{
    /// <summary>Table files.</summary>
    public required int Tables { get; init; }

    /// <summary>Segments of the log.</summary>
    public required int WalSegments { get; init; }

    /// <summary>Rows in both; one that stands in a table and still in the log counts twice.</summary>
    public required long Rows { get; init; }

    /// <summary>Bytes of both.</summary>
    public required long Bytes { get; init; }

    /// <summary>Signatures verified; 0 when that was not asked for.</summary>
    public required long Signatures { get; init; }

    /// <summary>What is wrong: the first <see cref="StoreInspection.DefectsKept"/>.</summary>
    public required IReadOnlyList<StoreDefect> Defects { get; init; }

    /// <summary>How many there are.</summary>
    public required long DefectCount { get; init; }

    /// <summary>What is unusual, but not wrong: a torn tail that the next start cuts off, files that nothing names.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}
