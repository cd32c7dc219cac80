using System.Collections.Concurrent;
using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Compares an observation at its arrival with its nearest neighbours' newest values, itself left out, by the same optimal interpolation as the
/// window pass. Directions and events have their own comparison.
/// </summary>
/// <param name="trust">Whom the operator knows; null when everyone counts alike.</param>
public sealed class SpatialValidator(ISignerTrust? trust = null) : IValidator
{
    /// <summary>Logistic slope: from 0.98 to 0.02 over 2.5 scales (VALIDATION, section 3 item 4).</summary>
    internal const double Steepness = 3.2;

    /// <summary>A score below this has a reason that a person should read.</summary>
    internal const double ReasonBelow = 0.9;

    /// <summary>Scale floor for dew points from humidity: 7 % at 60 % humidity and 15 degC is 1.8 degC; dew_point's own floor is 1.5.</summary>
    private const double DewPointFloor = 1.5;

    private readonly ConcurrentBag<StrangerCap> _idle = [];
    private readonly ISignerTrust _trust = trust ?? EveryoneKnown.Instance;

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

        if (observation.Series.Deployment != Deployment.Outdoor)
        {
            return ValidatorResult.NotAssessed($"spatial not assessed: {Deployments.NameOf(observation.Series.Deployment)}, no neighbour speaks about it");
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

        var neighbours = Neighbourhood.Of(observation, position, context.Quantity, mode, context.Neighbours, _trust);
        if (neighbours.Count < Neighbourhood.Fewest)
        {
            return ValidatorResult.NotAssessed(
                $"spatial not assessed: {neighbours.Count} neighbours within {ReasonText.Distance(Neighbourhood.LargestKm(rule))}, "
                + $"{Neighbourhood.Fewest} needed");
        }

        var result = mode switch
        {
            ComparisonMode.Circular => CircularComparison.Assess(observation, neighbours, rule.ScaleFloor, context.Neighbours),
            ComparisonMode.Event => EventComparison.Assess(observation, neighbours, rule.ScaleFloor > 0 ? rule.ScaleFloor : 1),
            _ => Compare(observation, position, value, neighbours, rule, mode),
        };
        return IsKnown(observation) && Neighbourhood.Known(neighbours) < Neighbourhood.Fewest ? BySay(result, StrangerCap.ShareMax) : result;
    }

    /// <summary>A finding of those who have only a share of the say.</summary>
    internal static ValidatorResult BySay(ValidatorResult result, double share) =>
        result with { Score = result.Score is { } score ? 1 - (share * (1 - score)) : null };

    private bool IsKnown(Observation observation) => _trust.StandingOf(observation.Series.Signer) != SignerStanding.Unknown;

    /// <summary>The scale floor in comparable terms; never 0, so that identical neighbours do not condemn the last digit.</summary>
    internal static double FloorOf(SpatialRule rule) =>
        ComparisonModes.Of(rule) == ComparisonMode.DewPoint ? DewPointFloor : Math.Max(rule.ScaleFloor, 1e-3);

    /// <summary>What is said of a difference, for instance "4.8 degC above 23 neighbours within 12 km".</summary>
    internal static string Reason(Observation observation, double difference, int count, double withinKm, ComparisonMode mode)
    {
        var circle = $"{count} neighbours within {ReasonText.Distance(withinKm)}";
        var side = difference > 0 ? "above" : "below";
        return mode switch
        {
            ComparisonMode.Logarithmic => $"{ReasonText.Number(Math.Exp(Math.Abs(difference)))} times {side} {circle}",
            ComparisonMode.DewPoint => $"dew point {ReasonText.Number(Math.Abs(difference))} degC {side} {circle}",
            ComparisonMode.SeaLevelPressure => $"{ReasonText.Amount(Math.Abs(difference), "hPa")} {side} {circle} at sea level",
            _ => $"{ReasonText.Amount(Math.Abs(difference), observation.Series.Unit)} {side} {circle}",
        };
    }

    private ValidatorResult Compare(
        Observation observation, GeoPoint position, double value, List<Neighbour> neighbours, SpatialRule rule, ComparisonMode mode)
    {
        Span<double> altitudes = stackalloc double[neighbours.Count];
        var known = 0;
        foreach (var neighbour in neighbours)
        {
            if (Altitudes.Credible(neighbour.Observation.Altitude) is { } altitude)
            {
                altitudes[known++] = altitude;
            }
        }

        var ownAltitude = Altitudes.Credible(observation.Altitude);
        var unknown = known > 0 ? RobustStatistics.Median(altitudes[..known]) : ownAltitude ?? 0;
        var plane = new LocalPlane(position);
        Span<Site> sites = stackalloc Site[neighbours.Count + 1];
        Span<bool> strangers = stackalloc bool[neighbours.Count + 1];
        for (var i = 0; i < neighbours.Count; i++)
        {
            var other = neighbours[i].Observation;
            var (east, north) = plane.Project(other.Position!.Value);
            sites[i] = new Site(east, north, Altitudes.Credible(other.Altitude) ?? unknown, neighbours[i].Value, Votes: true);
            strangers[i] = neighbours[i].IsStranger;
        }

        sites[^1] = new Site(0, 0, ownAltitude ?? unknown, value, Votes: false);
        var (expected, halfAt) = Expect(sites, strangers, new InterpolationRule(rule.LapsePerMetre, FloorOf(rule)));
        if (!double.IsFinite(expected.Value))
        {
            return ValidatorResult.NotAssessed("spatial not assessed: the neighbours' values give no expectation");
        }

        var difference = value - expected.Value;
        var score = RobustStatistics.ProbabilityRight(Math.Abs(difference) / expected.Deviation, halfAt, Steepness);
        return new ValidatorResult(score, score < ReasonBelow ? Reason(observation, difference, neighbours.Count, neighbours[^1].DistanceKm, mode) : null);
    }

    private (Expectation Expected, double HalfAt) Expect(ReadOnlySpan<Site> sites, ReadOnlySpan<bool> strangers, InterpolationRule rule)
    {
        Span<Expectation> expectations = stackalloc Expectation[sites.Length];
        var interpolation = _idle.TryTake(out var idle) ? idle : new StrangerCap();
        interpolation.Solve(sites, strangers, rule, expectations);
        var halfAt = interpolation.Density.HalfAt;
        _idle.Add(interpolation);
        return (expectations[^1], halfAt);
    }
}
