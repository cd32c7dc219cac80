using Stratum.Core;

namespace Stratum.Validation.Tests.Examples;

/// <summary>Doubts a light sensor that sees the sun at night: a lamp shines on it.</summary>
public sealed class NightSunValidator : IValidator
{
    private const double MoonlightMost = 5;

    /// <inheritdoc/>
    public string Name => "night_sun";

    /// <inheritdoc/>
    public ValidatorResult Assess(Observation observation, IValidationContext context)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(context);
        if (observation.Series.ReadingType != "solar_radiation" || observation.Series.Unit != context.Quantity?.Unit)
        {
            return new ValidatorResult(null);
        }

        if (observation.Position is not { } position)
        {
            return ValidatorResult.NotAssessed("night_sun not assessed: no position");
        }

        // Mean solar time is enough to tell midnight from noon; the polar summer is left alone.
        var localHour = ((observation.Timestamp / 3600.0) + (position.Longitude / 15)) % 24;
        var isNight = localHour is < 2 or > 22 && Math.Abs(position.Latitude) < 45;
        return isNight && observation.Value > MoonlightMost
            ? new ValidatorResult(0.2, $"{observation.Value:0} W/m2 in the middle of the night")
            : new ValidatorResult(1);
    }
}
