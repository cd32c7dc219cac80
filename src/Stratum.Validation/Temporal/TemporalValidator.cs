using Stratum.Core;

namespace Stratum.Validation;

/// <summary>Compares an observation with its own series' past: the step from the last value, standing still, and distance from the
/// recent values. In rooms and at probes only standing still counts.</summary>
public sealed class TemporalValidator : IValidator
{
    /// <summary>Fewer past values give no spread to judge by (VALIDATION, section 3 item 3).</summary>
    internal const int FewestSamples = 18;

    /// <summary>Score of a step beyond the suspect limit: a front or a door does it.</summary>
    internal const double SuspectStepScore = 0.55;

    /// <summary>Score of a step beyond the fail limit.</summary>
    internal const double FailStepScore = 0.1;

    /// <summary>Score of a sensor that stands still.</summary>
    internal const double StuckScore = 0.3;

    /// <summary>
    /// z at which right and wrong are equally likely. High, because the raw values carry the day's course: from night to noon they move by two to
    /// four of their own scales.
    /// </summary>
    internal const double HalfAt = 8;

    /// <summary>Slope that leaves z = 6 at 0.98.</summary>
    internal const double Steepness = 2;

    /// <inheritdoc/>
    public string Name => ValidatorNames.Temporal;

    /// <inheritdoc/>
    public ValidatorResult Assess(Observation observation, IValidationContext context)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Quantity is not { } quantity || quantity.Unit != observation.Series.Unit)
        {
            return ValidatorResult.NotAssessed("temporal not assessed: no limits are known for the quantity in its unit");
        }

        if (quantity.Counter is not null)
        {
            return ValidatorResult.NotAssessed("temporal not assessed: a counter, judged by what it counts");
        }

        if (StuckTest.StoodStillSeconds(observation, context) is { } stoodSeconds)
        {
            return new ValidatorResult(StuckScore, $"unchanged for {ReasonText.Duration(stoodSeconds)}");
        }

        if (observation.Series.Deployment is not Deployment.Outdoor and var sheltered)
        {
            // A window is opened, a heater goes off, a freezer is filled: nothing that weather does not do is wrong there.
            return ValidatorResult.NotAssessed($"temporal not assessed: {Deployments.NameOf(sheltered)}, only standing still would tell");
        }

        var step = Step(observation, quantity, context.History);
        if (step is { Score: < 1 })
        {
            return step.Value;
        }

        if (context.History.Count >= FewestSamples && !quantity.Circular)
        {
            return Spread(observation, quantity, context.History);
        }

        return quantity.Circular
            ? ValidatorResult.NotAssessed($"temporal not assessed: {observation.Series.ReadingType} turns freely")
            : ValidatorResult.NotAssessed($"temporal not assessed: {context.History.Count} earlier values, {FewestSamples} needed");
    }

    private static ValidatorResult? Step(Observation observation, Quantity quantity, IReadOnlyList<HistoryPoint> history)
    {
        if (history.Count == 0 || quantity.Circular)
        {
            return null;
        }

        var last = history[^1];
        var gap = observation.Timestamp - last.Timestamp;
        if (StepLimits.For(quantity, gap) is not { } limit)
        {
            return null;
        }

        var change = Math.Abs(observation.Value - last.Value);
        var score = change > limit.Fail ? FailStepScore : change > limit.Suspect ? SuspectStepScore : 1;
        return new ValidatorResult(score, score < 1 ? $"changed by {ReasonText.Amount(change, quantity.Unit)} in {ReasonText.Duration(gap)}" : null);
    }

    private static ValidatorResult Spread(Observation observation, Quantity quantity, IReadOnlyList<HistoryPoint> history)
    {
        var logarithmic = ComparisonModes.Of(quantity.Spatial) == ComparisonMode.Logarithmic;
        Span<double> values = stackalloc double[Math.Min(history.Count, ResidualHistory.Hours)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Terms(history[history.Count - 1 - i].Value, logarithmic);
        }

        var median = RobustStatistics.Median(values);
        var scale = Math.Max(RobustStatistics.Scale(values, median), Floor(quantity));
        var difference = Terms(observation.Value, logarithmic) - median;
        var score = RobustStatistics.ProbabilityRight(Math.Abs(difference) / scale, HalfAt, Steepness);
        var earlier = $"the {values.Length} earlier values' median";
        var reason = score >= SpatialValidator.ReasonBelow ? null
            : logarithmic ? $"{ReasonText.Number(Math.Exp(Math.Abs(difference)))} times {(difference > 0 ? "above" : "below")} {earlier}"
            : $"{ReasonText.Amount(Math.Abs(difference), quantity.Unit)} {(difference > 0 ? "above" : "below")} {earlier}";
        return new ValidatorResult(score, reason);
    }

    /// <summary>A constant or coarsely rounded past has a MAD of 0; the scale is never less than the quantity's spatial floor or its resolution.</summary>
    private static double Floor(Quantity quantity) =>
        Math.Max(quantity.Spatial?.ScaleFloor ?? 0, Math.Max(quantity.Persistence?.MinRange ?? 0, Math.Pow(10, -quantity.Decimals)));

    private static double Terms(double value, bool logarithmic) => logarithmic ? Math.Log(Math.Max(0, value) + 1) : value;
}
