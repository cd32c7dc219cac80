namespace Stratum.Core;

/// <summary>
/// Estimates a quantity between stations by optimal interpolation (Gandin 1963) on a robust background in height, east and north, with an
/// error estimate. Stations that contradict all others lose their say.
/// </summary>
public static class OptimalInterpolation
{
    /// <summary>
    /// The estimate at <paramref name="target"/>; null when fewer than five stations say anything. Its uncertainty is the standard deviation of what a
    /// station at the place would differ by.
    /// </summary>
    /// <param name="stations">The stations; all have a vote.</param>
    /// <param name="target">The place; its value is not looked at.</param>
    /// <param name="rule">What is known of the quantity.</param>
    /// <param name="weights">Receives how much each station counts in the departure from the background.</param>
    public static InterpolatedValue? Estimate(ReadOnlySpan<Site> stations, Site target, InterpolationRule rule, Span<double> weights)
    {
        var sites = new Site[stations.Length + 1];
        stations.CopyTo(sites);
        sites[^1] = target with { Votes = false };
        var expectations = new Expectation[sites.Length];
        var interpolation = new LeaveOneOut();
        interpolation.Solve(sites, rule, expectations);
        var found = expectations[^1];
        if (!found.IsKnown || !double.IsFinite(found.Value))
        {
            return null;
        }

        var all = new double[sites.Length];
        interpolation.WeightsFor(stations.Length, all);
        all.AsSpan(0, stations.Length).CopyTo(weights);
        return new InterpolatedValue(found.Value, found.Deviation);
    }
}
