namespace Stratum.Api;

/// <summary>What is told of each step of an aggregated series.</summary>
[Flags]
internal enum Aggregates
{
    None = 0,
    Mean = 1,
    Min = 2,
    Max = 4,
    Count = 8,
    All = Mean | Min | Max | Count,
}
