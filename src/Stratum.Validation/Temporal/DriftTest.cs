namespace Stratum.Validation;

/// <summary>
/// Whether a series has moved away from how it usually differs from its neighbours and stays away: the median of its last hours against that of the
/// two days before. A single value has to be far off to be noticed, a lasting shift need not.
/// </summary>
internal static class DriftTest
{
    /// <summary>Long enough that a cloud or a visit of the sun is not the median, short enough to notice within half a day.</summary>
    private const int RecentHours = 6;

    /// <summary>Fewer hours give no usual difference: half a day.</summary>
    private const int FewestBefore = 12;

    /// <summary>Fewer at the same hour of earlier days do not tell its habit; the whole past is used then.</summary>
    private const int FewestSameHours = 4;

    /// <summary>Shift in scales at which right and wrong are equally likely; 3.5 found more drift for as many false alarms elsewhere.</summary>
    private const double HalfAt = 4;

    private const double Steepness = 2;

    /// <summary>Least scale in scale floors.</summary>
    private const double Floor = 0.5;

    /// <summary>Or so much of the spatial deviation.</summary>
    private const double DeviationShare = 0.3;

    /// <summary>The probability that nothing has moved; 1 when too little is known.</summary>
    public static double ProbabilityRight(ResidualHistory history, long hour, double residual, double scaleFloor, double deviation)
    {
        Span<double> recent = stackalloc double[RecentHours];
        if (Recent(history, hour, residual, recent) < RecentHours - 1 || Before(history, hour) is not var (usual, scale))
        {
            return 1;
        }

        var now = RobustStatistics.Median(recent);
        if (Math.Sign(now - usual) != Math.Sign(residual) || Math.Sign(residual - usual) != Math.Sign(residual))
        {
            // Back towards what the neighbours say.
            return 1;
        }

        var shift = Math.Min(Math.Abs(now - usual), Math.Abs(residual - usual));
        return RobustStatistics.ProbabilityRight(shift / Math.Max(scale, Math.Max(Floor * scaleFloor, DeviationShare * deviation)), HalfAt, Steepness);
    }

    /// <summary>The residuals of the last hours, the current one first; a single missing hour is filled with it.</summary>
    private static int Recent(ResidualHistory history, long hour, double residual, Span<double> recent)
    {
        var count = 0;
        recent.Fill(residual);
        recent[count++] = residual;
        for (var past = hour - 1; past > hour - RecentHours; past--)
        {
            var (value, expected) = history.At(past);
            if (!float.IsNaN(value - expected))
            {
                recent[count++] = value - expected;
            }
        }

        return count;
    }

    private static (double Usual, double Scale)? Before(ResidualHistory history, long hour)
    {
        Span<double> all = stackalloc double[ResidualHistory.Hours];
        Span<double> same = stackalloc double[ResidualHistory.Hours];
        int count = 0, sameCount = 0;
        for (var past = hour - RecentHours; past > hour - ResidualHistory.Hours; past--)
        {
            if (history.UsableResidual(past) is var residual && !double.IsNaN(residual))
            {
                all[count++] = residual;
                if ((hour - past) % 24 <= RecentHours)
                {
                    same[sameCount++] = residual;
                }
            }
        }

        if (count < FewestBefore)
        {
            return null;
        }

        var median = RobustStatistics.Median(all[..count]);
        var scale = RobustStatistics.Scale(all[..count], median);
        return (sameCount >= FewestSameHours ? RobustStatistics.Median(same[..sameCount]) : median, scale);
    }
}
