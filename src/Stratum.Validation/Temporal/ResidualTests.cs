using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// What a series' past says of a value once its neighbours are known: everything is judged on residuals to what they made expect, so
/// that neither the day's course nor a front looks like an error.
/// </summary>
internal static class ResidualTests
{
    /// <summary>z on residuals at which right and wrong are equally likely.</summary>
    private const double ResidualHalfAt = 3.5;

    private const double ResidualSteepness = 1.6;

    /// <summary>Least scale of a residual history in scale floors: MAD is 0 for rounded or constant data.</summary>
    private const double ResidualFloor = 0.8;

    /// <summary>Or so much of the spatial deviation, since the expectation itself is uncertain by it.</summary>
    private const double ResidualDeviationShare = 0.3;

    /// <summary>Past and step speak only when the neighbours doubt too: a garden's own habits are no error.</summary>
    private const double SpatialDoubtFrom = 1.4;

    private const double StepHalfAt = 4;

    private const double StepSteepness = 1.6;

    private const double StepFloor = 0.6;

    private const double StepDeviationShare = 0.5;

    /// <summary>A step is from the value before, not from yesterday's.</summary>
    private const long LongestStepSeconds = 2 * 3600;

    /// <summary>Score of a stuck sensor or a wrong clock: what it says is near the truth only by chance.</summary>
    private const double FaultScore = 0.3;

    /// <summary>What a stuck sensor says is doubted from so many scale floors off: it stands still, and while it happens to be right it may.</summary>
    private const double StuckErrorFrom = 0.7;

    /// <summary>Judges a value; <paramref name="track"/> holds the past without it, <paramref name="run"/> includes it.</summary>
    public static ValidatorResult Assess(SeriesTrack track, in StuckRun run, Observation observation, double value, double scaleFloor, PersistenceLimit? persistence)
    {
        var residual = value - track.Expected.Value;
        var spatial = Math.Abs(residual) / track.Expected.Deviation;
        var hour = Math.DivRem(observation.Timestamp, 3600).Quotient;
        var score = 1.0;
        string? reason = null;
        if (persistence is not null && Math.Abs(residual) >= StuckErrorFrom * scaleFloor
            && run.IsStuck(observation.Timestamp, persistence.WindowMinutes, scaleFloor) && StuckTest.Applies(persistence.OnlyIf, observation.Value))
        {
            score *= FaultScore;
            reason = $"unchanged for {ReasonText.Duration(observation.Timestamp - run.Since)} while neighbours moved by {ReasonText.Number(run.Moved)}";
        }

        if (ClockTest.HarmfulLagHours(track.History, hour, value, track.Expected.Value, scaleFloor) is > 0 and var lag)
        {
            score *= FaultScore;
            reason ??= $"follows its neighbours {lag} h late: is its clock right?";
        }

        Span<double> past = stackalloc double[ResidualHistory.Hours];
        past = past[..track.History.Residuals(hour, past)];
        if (past.Length < TemporalValidator.FewestSamples)
        {
            return score < 1 ? new ValidatorResult(score, reason)
                : ValidatorResult.NotAssessed($"temporal not assessed: {past.Length} earlier hours, {TemporalValidator.FewestSamples} needed");
        }

        if (spatial > SpatialDoubtFrom)
        {
            var usual = Usual(past, residual, track.History.SameHourYesterday(hour), scaleFloor, track.Expected.Deviation);
            var step = Step(track, observation.Timestamp, residual, scaleFloor);
            var steady = DriftTest.ProbabilityRight(track.History, hour, residual, scaleFloor, track.Expected.Deviation);
            score *= usual * step * steady;
            reason ??= Why(usual, step, steady);
        }

        return new ValidatorResult(score, reason);
    }

    private static string? Why(double usual, double step, double steady)
    {
        const double low = SpatialValidator.ReasonBelow;
        return step < low && step <= usual ? "a step that its neighbours do not show"
            : steady < low && steady <= usual ? "for hours further from its neighbours than it used to be"
            : usual < low ? "not as it usually differs from its neighbours" : null;
    }

    private static double Usual(Span<double> past, double residual, double sameHour, double scaleFloor, double deviation)
    {
        var median = RobustStatistics.Median(past);
        var scale = Math.Max(RobustStatistics.Scale(past, median), Math.Max(ResidualFloor * scaleFloor, ResidualDeviationShare * deviation));
        return RobustStatistics.ProbabilityRight(Math.Abs(residual - (double.IsNaN(sameHour) ? median : sameHour)) / scale, ResidualHalfAt, ResidualSteepness);
    }

    private static double Step(SeriesTrack track, long timestamp, double residual, double scaleFloor)
    {
        var step = residual - track.LastResidual;
        if (double.IsNaN(step) || timestamp - track.LastScored > LongestStepSeconds || Math.Sign(step) != Math.Sign(residual))
        {
            return 1;
        }

        var scale = Math.Max(StepFloor * scaleFloor, StepDeviationShare * track.Expected.Deviation);
        return RobustStatistics.ProbabilityRight(Math.Abs(step) / scale, StepHalfAt, StepSteepness);
    }
}
