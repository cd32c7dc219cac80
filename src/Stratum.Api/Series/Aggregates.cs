namespace Stratum.Api;

/// <summary>What is told of each step of an aggregated series; the columns of a bucket.</summary>
[Flags]
internal enum Aggregates
{
    None = 0,
    Mean = 1,
    Min = 2,
    Max = 4,

    /// <summary>What a counter counted.</summary>
    Increase = 8,

    Count = 16,

    /// <summary>How often a counter began anew.</summary>
    Resets = 32,

    /// <summary>How many of its counts may belong to earlier steps.</summary>
    Gaps = 64,

    /// <summary>The longest time that one of its counts spans.</summary>
    GapSeconds = 128,

    /// <summary>Values that were not believed.</summary>
    LeftOut = 256,

    Values = Mean | Min | Max | Count,

    Counts = Increase | Count | Resets | Gaps | GapSeconds | LeftOut,
}
