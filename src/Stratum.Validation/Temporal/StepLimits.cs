using Stratum.Core;

namespace Stratum.Validation;

/// <summary>The largest believable change over a gap, from the registry's limits for a minute and an hour.</summary>
internal static class StepLimits
{
    /// <summary>WMO-No. 305 gives steps for gaps up to 12 h; beyond that a change says nothing.</summary>
    public const long LongestGapSeconds = 12 * 3600;

    private const double MinuteSeconds = 60;

    private const double HourSeconds = 3600;

    /// <summary>
    /// The limits for a gap, or null when none are known for it. Between a minute and an hour they grow by the power of the gap that joins
    /// the two; beyond an hour as WMO-No. 305's tables do: pressure in proportion, the others like the gap to the power 0.74 (4, 7, 9, 15,
    /// 25 degC over 1, 2, 3, 6, 12 h).
    /// </summary>
    public static StepLimit? For(Quantity quantity, long gapSeconds)
    {
        if (gapSeconds is <= 0 or > LongestGapSeconds)
        {
            return null;
        }

        return (quantity.StepPerMinute, quantity.StepPerHour) switch
        {
            ({ } minute, _) when gapSeconds <= MinuteSeconds => minute,
            ({ } minute, { } hour) when gapSeconds < HourSeconds => Between(minute, hour, gapSeconds),
            (null, { } hour) when gapSeconds < HourSeconds => hour,
            (_, { } hour) => Beyond(hour, gapSeconds / HourSeconds, quantity.ReadingType.StartsWith("pressure", StringComparison.Ordinal) ? 1 : 0.74),
            _ => null,
        };
    }

    private static StepLimit Between(StepLimit minute, StepLimit hour, long gapSeconds)
    {
        var part = Math.Log(gapSeconds / MinuteSeconds) / Math.Log(HourSeconds / MinuteSeconds);
        return new StepLimit(Join(minute.Suspect, hour.Suspect, part), Join(minute.Fail, hour.Fail, part));
    }

    private static double Join(double minute, double hour, double part) => minute * Math.Pow(hour / minute, part);

    private static StepLimit Beyond(StepLimit hour, double hours, double exponent)
    {
        var growth = Math.Pow(hours, exponent);
        return new StepLimit(hour.Suspect * growth, hour.Fail * growth);
    }
}
