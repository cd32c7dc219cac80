namespace Stratum.Node.Configuration;

/// <summary>[validation]: how readings are scored.</summary>
internal sealed record ValidationSection
{
    /// <summary>Whether observations are scored.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Weight of plausibility, 0..1.</summary>
    public double PlausibilityWeight { get; init; } = 0.5;

    /// <summary>Weight of the comparison with neighbours, 0..1.</summary>
    public double SpatialWeight { get; init; } = 0.3;

    /// <summary>Weight of the comparison with the series' own past, 0..1.</summary>
    public double TemporalWeight { get; init; } = 0.2;

    /// <summary>Series whose past is kept in memory; 20,000 at one KiB each are 20 MB.</summary>
    public int MaxSeries { get; init; } = 20_000;
}
