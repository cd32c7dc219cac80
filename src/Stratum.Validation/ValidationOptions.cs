namespace Stratum.Validation;

/// <summary>Settings of the confidence pipeline.</summary>
public sealed record ValidationOptions
{
    /// <summary>Default weight of plausibility.</summary>
    public const double DefaultPlausibilityWeight = 0.5;

    /// <summary>Default weight of the comparison with neighbours.</summary>
    public const double DefaultSpatialWeight = 0.3;

    /// <summary>Default weight of the comparison with the series' own past.</summary>
    public const double DefaultTemporalWeight = 0.2;

    /// <summary>Whether observations are scored; when false everything is flag 2 (default true).</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Weight of plausibility, 0..1 (default 0.5). A weight at its default counts in full; 0 leaves soft limits out, never hard ones.</summary>
    public double PlausibilityWeight { get; init; } = DefaultPlausibilityWeight;

    /// <summary>Weight of the spatial validator, 0..1 (default 0.3).</summary>
    public double SpatialWeight { get; init; } = DefaultSpatialWeight;

    /// <summary>Weight of the temporal validator, 0..1 (default 0.2).</summary>
    public double TemporalWeight { get; init; } = DefaultTemporalWeight;

    /// <summary>The most series whose past is kept in memory (default 20,000: at most 20 MB at one KiB each). The one not heard of for longest goes
    /// first.</summary>
    public int MaxSeries { get; init; } = 20_000;

    /// <summary>
    /// The most observations that wait for their window to close (default 200,000: 20 MB, ten minutes at 300 a second). Further ones keep the score of
    /// their arrival.
    /// </summary>
    public int MaxPending { get; init; } = 200_000;

    /// <summary>Every setting that is out of range, in words that name it, its value and the accepted range; empty when all are right.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        CheckWeight(problems, "plausibility_weight", PlausibilityWeight);
        CheckWeight(problems, "spatial_weight", SpatialWeight);
        CheckWeight(problems, "temporal_weight", TemporalWeight);
        if (MaxSeries is < 1 or > 10_000_000)
        {
            problems.Add($"validation max_series is {MaxSeries}; accepted is 1..10000000");
        }

        if (MaxPending is < 0 or > 10_000_000)
        {
            problems.Add($"validation max_pending is {MaxPending}; accepted is 0..10000000");
        }

        return problems;
    }

    private static void CheckWeight(List<string> problems, string name, double weight)
    {
        if (weight is not (>= 0 and <= 1))
        {
            problems.Add($"validation {name} is {weight}; accepted is 0..1");
        }
    }
}
