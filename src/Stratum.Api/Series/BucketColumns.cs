namespace Stratum.Api;

/// <summary>The names of the columns that a bucket can have, in their order.</summary>
internal static class BucketColumns
{
    private static readonly (Aggregates Column, string Name)[] All =
    [
        (Aggregates.Mean, "mean"), (Aggregates.Min, "min"), (Aggregates.Max, "max"), (Aggregates.Increase, "increase"), (Aggregates.Count, "count"),
        (Aggregates.Resets, "resets"), (Aggregates.Gaps, "gaps"), (Aggregates.GapSeconds, "gap_s"), (Aggregates.LeftOut, "left_out"),
    ];

    /// <summary>Whether the column has whole numbers.</summary>
    public static bool IsWhole(Aggregates column) => column is not (Aggregates.Mean or Aggregates.Min or Aggregates.Max or Aggregates.Increase);

    /// <summary>The chosen ones.</summary>
    public static (Aggregates Column, string Name)[] Of(Aggregates chosen) => Array.FindAll(All, column => chosen.HasFlag(column.Column));
}
