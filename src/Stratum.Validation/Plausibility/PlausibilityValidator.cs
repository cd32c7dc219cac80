using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Whether a value can be right at all: the registry's hard and soft limits, the sensor model's range, limits by latitude and
/// season, and rules between quantities of one station in one deployment. It is a gate: outside a hard limit nothing else counts. Rooms have limits
/// of their own and no climate; of a probe only the impossible is known.
/// </summary>
public sealed class PlausibilityValidator : IValidator
{
    /// <summary>Score of an unusual value: it happens, but more often it is an error, unless the neighbours agree.</summary>
    internal const double UnusualScore = 0.6;

    /// <summary>Score of an unusual value in a room: no neighbour can come to its aid, so it is suspect.</summary>
    internal const double UnusualInRoomScore = 0.4;

    /// <summary>Score beyond the erroneous limit of the latitude and season table, which is climatology and not physics.</summary>
    internal const double ErroneousForPlaceScore = 0.05;

    /// <summary>Score of a relative humidity between 100 and 105 %, a common calibration offset at saturation.</summary>
    internal const double OversaturatedScore = 0.9;

    /// <inheritdoc/>
    public string Name => ValidatorNames.Plausibility;

    /// <inheritdoc/>
    public ValidatorResult Assess(Observation observation, IValidationContext context)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(context);
        if (!double.IsFinite(observation.Value))
        {
            return new ValidatorResult(0, "the value is not a finite number", HardFail: true);
        }

        if (context.Quantity is not { } quantity)
        {
            return ValidatorResult.NotAssessed($"plausibility not assessed: no limits are known for {observation.Series.ReadingType}");
        }

        var unit = observation.Series.Unit;
        if (unit != quantity.Unit)
        {
            return ValidatorResult.NotAssessed(unit.Length == 0
                ? $"plausibility not assessed: no unit is given, limits are in {ReasonText.Unit(quantity.Unit)}"
                : $"plausibility not assessed: the unit is not {ReasonText.Unit(quantity.Unit)}");
        }

        return OutsideHard(observation, quantity) ?? Unusual(observation, quantity, context.Neighbours);
    }

    private static ValidatorResult? OutsideHard(Observation observation, Quantity quantity)
    {
        if (quantity.HardIn(observation.Series.Deployment) is { } hard && !hard.Contains(observation.Value))
        {
            return new ValidatorResult(0, Outside(observation, hard, "the possible"), HardFail: true);
        }

        return SensorModelLimits.Find(observation.Series) is { } range && !range.Contains(observation.Value)
            ? new ValidatorResult(0, Outside(observation, range, "the sensor model's"), HardFail: true)
            : null;
    }

    private static ValidatorResult Unusual(Observation observation, Quantity quantity, ILatestObservations latest)
    {
        var score = 1.0;
        string? reason = null;
        var isOutdoor = observation.Series.Deployment == Deployment.Outdoor;
        if (isOutdoor && observation.Position is { } position
            && LatitudeSeasonLimits.Find(quantity.ReadingType, position.Latitude, observation.Timestamp) is var (suspect, erroneous)
            && !suspect.Contains(observation.Value))
        {
            var beyond = !erroneous.Contains(observation.Value);
            score *= beyond ? ErroneousForPlaceScore : UnusualScore;
            reason = Outside(observation, beyond ? erroneous : suspect, "this latitude and season's");
        }
        else if (quantity.SoftIn(observation.Series.Deployment) is { } soft && !soft.Contains(observation.Value))
        {
            score *= quantity.ReadingType == "humidity" && observation.Value > soft.Max ? OversaturatedScore
                : isOutdoor ? UnusualScore : UnusualInRoomScore;
            reason = Outside(observation, soft, isOutdoor ? "the usual" : "a room's usual");
        }

        if (CrossQuantityRules.FindBroken(observation, latest) is { } broken)
        {
            score *= CrossQuantityRules.BrokenScore;
            reason = reason is null ? broken : $"{reason}; {broken}";
        }

        if (HumidParticles.Find(observation, latest) is var (dampScore, damp))
        {
            score *= dampScore;
            reason = reason is null ? damp : $"{reason}; {damp}";
        }

        return new ValidatorResult(score, reason);
    }

    private static string Outside(Observation observation, ValueRange range, string whose)
    {
        var unit = observation.Series.Unit;
        var upper = double.IsInfinity(range.Max) ? "any" : ReasonText.Number(range.Max);
        return $"{ReasonText.Amount(observation.Value, unit)} is outside {whose} range {ReasonText.Number(range.Min)}..{upper}";
    }
}
