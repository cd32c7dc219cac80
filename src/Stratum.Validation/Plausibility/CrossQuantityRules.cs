using Stratum.Core;

namespace Stratum.Validation;

/// <summary>Physics between two quantities of one station at one time: a &lt;= b, with what rounding and averaging may add.</summary>
internal static class CrossQuantityRules
{
    /// <summary>Readings further apart than this are not compared: the window of VALIDATION, section 3 item 2.</summary>
    public const long WindowSeconds = 600;

    /// <summary>A broken rule says that one of two values is wrong, not which: both are suspect, neither is impossible.</summary>
    public const double BrokenScore = 0.3;

    /// <summary>
    /// Lower, upper, and the allowed excess: absolute, and relative to the upper. 0.5 degC is from the WMO AWS guidelines' consistency
    /// check; wind mean and gust are rounded apart (0.5 m/s); the PM classes are counted apart by optical sensors (1 ug/m3 and 10 %).
    /// </summary>
    private static readonly (string Lower, string Upper, double Excess, double RelativeExcess)[] Rules =
    [
        ("dew_point", "temperature", 0.5, 0),
        ("wind_speed", "wind_gust", 0.5, 0),
        ("pm2_5", "pm10", 1.0, 0.1),
    ];

    /// <summary>The rule that the observation breaks against its own station's newest values, in words; null when none is broken.</summary>
    public static string? FindBroken(Observation observation, ILatestObservations latest)
    {
        var type = observation.Series.ReadingType;
        IReadOnlyList<StoredObservation>? own = null;
        foreach (var (lower, upper, excess, relativeExcess) in Rules)
        {
            if (type != lower && type != upper)
            {
                continue;
            }

            own ??= latest.LatestOf(observation.Series.Station);
            var other = Companion(own, type == lower ? upper : lower, observation);
            if (other is null || other.Series.Unit != observation.Series.Unit)
            {
                continue;
            }

            var otherValue = other.Observation.Observation.Value;
            var (low, high) = type == lower ? (observation.Value, otherValue) : (otherValue, observation.Value);
            if (low > high + excess + (relativeExcess * Math.Abs(high)))
            {
                var unit = observation.Series.Unit;
                return $"{lower} {ReasonText.Amount(low, unit)} above {upper} {ReasonText.Amount(high, unit)} at the same station";
            }
        }

        return null;
    }

    /// <summary>The station's newest value of a quantity in the observation's deployment when it is near enough in time; null otherwise.</summary>
    public static StoredObservation? Companion(IReadOnlyList<StoredObservation> own, string readingType, Observation observation)
    {
        foreach (var candidate in own)
        {
            if (candidate.Series.ReadingType == readingType && candidate.Series.Deployment == observation.Series.Deployment
                && Math.Abs(candidate.Timestamp - observation.Timestamp) <= WindowSeconds)
            {
                return candidate;
            }
        }

        return null;
    }
}
