using Stratum.Core;

namespace Stratum.Validation;

/// <summary>An observation on its way through the window pass.</summary>
/// <param name="Observation">What was said.</param>
/// <param name="Quantity">Its limits, or null.</param>
/// <param name="Mode">How it is compared; none when its unit is not the registry's.</param>
/// <param name="Track">The past of its series.</param>
/// <param name="Comparable">Its value in comparable terms; NaN when it has none.</param>
/// <param name="Plausibility">What the first validator found.</param>
internal readonly record struct ScoredObservation(
    Observation Observation, Quantity? Quantity, ComparisonMode Mode, SeriesTrack Track, double Comparable, ValidatorResult Plausibility)
{
    /// <summary>What the neighbours made expect; NaN when unknown.</summary>
    public double Expected => IsExpected ? Track.Expected.Value : double.NaN;

    /// <summary>Whether the observation can be compared with an expectation.</summary>
    public bool IsExpected => Track.Expected.IsKnown && !double.IsNaN(Comparable) && Observation.Position is { IsValid: true };
}
