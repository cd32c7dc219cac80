using System.Globalization;

namespace Stratum.Ingest;

/// <summary>What a device's time says of its clock: one that was never set is no clock, and its times are none. One rule for all adapters.</summary>
internal static class DeviceClock
{
    /// <summary>
    /// 2016-01-01: older than the first firmware of all that is read here; what lies before is seconds since boot or a clock's first day (1970,
    /// 2000).
    /// </summary>
    private const long EarliestSeconds = 1_451_606_400;

    /// <summary>2022-01-01: real-time clocks and firmware begin with the years 2016 to 2021, too, and archives may truly be of them.</summary>
    private const long FirstDaysEndSeconds = 1_640_995_200;

    private const long StepSeconds = 900;
    private const long LongestOffsetSeconds = 14 * 3600;

    /// <summary>The time, or null when the device's clock cannot have been set.</summary>
    /// <param name="seconds">Unix seconds.</param>
    /// <param name="keptSinceSeconds">
    /// For a device that tells what it measures now: the earliest time that this node takes. What is older, and before 2022, is an unset clock.
    /// </param>
    public static long? Known(long seconds, long keptSinceSeconds = long.MinValue) =>
        seconds < EarliestSeconds || (seconds < FirstDaysEndSeconds && seconds < keptSinceSeconds) ? null : seconds;

    /// <summary>How far a device's time is from this node's, and what that looks like; for a refusal.</summary>
    public static string Describe(long seconds, long nowSeconds)
    {
        var ahead = seconds - nowSeconds;
        var distance = Math.Abs(ahead);
        var (number, unit) = distance < 5400 ? (Math.Round(distance / 60d), "minutes")
            : distance < 2 * 86_400 ? (Math.Round(distance / 3600d, 1), "hours")
            : (Math.Round(distance / 86_400d), "days");
        var time = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, -62_135_596_800, 253_402_300_799));
        var side = ahead > 0 ? "ahead of" : "behind";
        var zone = ahead > 0 && IsZone(ahead) ? ", which looks like local time sent as dateutc (UTC)" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss} UTC, {number} {unit} {side} this node's clock{zone}");
    }

    // Zones differ from UTC by quarters of an hour; what a gateway sends is up to a few minutes old.
    private static bool IsZone(long ahead)
    {
        const int slackSeconds = 150;
        var steps = (ahead + slackSeconds) / StepSeconds;
        return steps > 0 && ahead <= LongestOffsetSeconds + slackSeconds && Math.Abs(ahead - (steps * StepSeconds)) <= slackSeconds;
    }
}
