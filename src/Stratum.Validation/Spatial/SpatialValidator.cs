using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Compares an observation with its neighbours, itself left out. Every neighbour is brought to the observation's height; the distance
/// from their median is judged by their median absolute deviation, with a floor, so that one gross neighbour moves nothing.
/// </summary>
public sealed class SpatialValidator : IValidator
{
    /// <summary>z at which right and wrong are equally likely (VALIDATION, section 3 item 4).</summary>
    internal const double HalfAt = 2.75;

    /// <summary>Logistic slope: 0.98 right at z = 1.5, 0.02 at z = 4 (same).</summary>
    internal const double Steepness = 3.2;

    /// <summary>A score below this has a reason that a person should read.</summary>
    internal const double ReasonBelow = 0.9;

    /// <summary>Scale floor for dew points from humidity: 7 % at 60 % humidity and 15 degC is 1.8 degC; dew_point's own floor is 1.5.</summary>
    private const double DewPointFloor = 1.5;

    /// <inheritdoc/>
    public string Name => ValidatorNames.Spatial;

    /// <inheritdoc/>
    public ValidatorResult Assess(Observation observation, IValidationContext context)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(context);
        var mode = ComparisonModes.Of(context.Quantity?.Spatial);
        if (context.Quantity?.Spatial is not { } rule || mode == ComparisonMode.None)
        {
            return ValidatorResult.NotAssessed($"spatial not assessed: {observation.Series.ReadingType} is not compared between places");
        }

        if (observation.Position is not { IsValid: true } position)
        {
            return ValidatorResult.NotAssessed("spatial not assessed: no position");
        }

        if (observation.Series.Unit != context.Quantity.Unit)
        {
            return ValidatorResult.NotAssessed($"spatial not assessed: the unit is not {ReasonText.Unit(context.Quantity.Unit)}");
        }

        var own = mode == ComparisonMode.Circular ? observation.Value : ComparableValue.Of(observation, mode, context.Neighbours);
        if (own is not { } value || !double.IsFinite(value))
        {
            return ValidatorResult.NotAssessed(mode == ComparisonMode.SeaLevelPressure
                ? "spatial not assessed: no altitude to reduce the pressure by"
                : "spatial not assessed: no temperature at the station to compare by");
        }

        var neighbours = Neighbourhood.Of(observation, position, rule, mode, context.Neighbours);
        if (neighbours.Count < Neighbourhood.Fewest)
        {
            return ValidatorResult.NotAssessed(
                $"spatial not assessed: {neighbours.Count} neighbours within {ReasonText.Distance(Neighbourhood.LargestKm(rule))}, {Neighbourhood.Fewest} needed");
        }

        return mode switch
        {
            ComparisonMode.Circular => CircularComparison.Assess(observation, neighbours, rule.ScaleFloor, context.Neighbours),
            ComparisonMode.Event => EventComparison.Assess(observation, neighbours, rule.ScaleFloor > 0 ? rule.ScaleFloor : 1),
            _ => Compare(observation, value, neighbours, rule, mode),
        };
    }

    private static ValidatorResult Compare(Observation observation, double value, List<Neighbour> neighbours, SpatialRule rule, ComparisonMode mode)
    {
        Span<double> values = stackalloc double[neighbours.Count];
        for (var i = 0; i < neighbours.Count; i++)
        {
            values[i] = neighbours[i].Value + (rule.LapsePerMetre * HeightAbove(observation, neighbours[i].Observation));
        }

        var median = RobustStatistics.Median(values);
        var floor = mode == ComparisonMode.DewPoint ? DewPointFloor : rule.ScaleFloor;
        var scale = Math.Max(RobustStatistics.Scale(values, median), Math.Max(floor, double.Epsilon));
        var difference = value - median;
        var score = RobustStatistics.ProbabilityRight(Math.Abs(difference) / scale, HalfAt, Steepness);
        return new ValidatorResult(score, score < ReasonBelow ? Reason(observation, difference, neighbours, mode) : null);
    }

    private static double HeightAbove(Observation observation, Observation neighbour) =>
        observation.Altitude is { } own && neighbour.Altitude is { } other ? own - other : 0;

    private static string Reason(Observation observation, double difference, List<Neighbour> neighbours, ComparisonMode mode)
    {
        var circle = $"{neighbours.Count} neighbours within {ReasonText.Distance(neighbours[^1].DistanceKm)}";
        var side = difference > 0 ? "above" : "below";
        return mode switch
        {
            ComparisonMode.Logarithmic => $"{ReasonText.Number(Math.Exp(Math.Abs(difference)))} times {side} {circle}",
            ComparisonMode.DewPoint => $"dew point {ReasonText.Number(Math.Abs(difference))} degC {side} {circle}",
            ComparisonMode.SeaLevelPressure => $"{ReasonText.Amount(Math.Abs(difference), "hPa")} {side} {circle} at sea level",
            _ => $"{ReasonText.Amount(Math.Abs(difference), observation.Series.Unit)} {side} {circle}",
        };
    }
}
