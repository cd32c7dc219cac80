namespace Stratum.Ingest;

/// <summary>Unix times as programs write them: seconds (Python's time.time()), milliseconds (JavaScript's Date.now()) or microseconds.</summary>
internal static class UnixTime
{
    /// <summary>2100-01-01 in seconds: what is larger are milliseconds, and larger again microseconds.</summary>
    public const long SecondsMax = 4_102_444_800;

    /// <summary>Whole seconds, rounded down; null when the number is none of the three, or before 1970.</summary>
    public static long? ToSeconds(double number)
    {
        var seconds = number > SecondsMax * 1000d ? number / 1_000_000 : number > SecondsMax ? number / 1000 : number;
        return seconds is >= 0 and <= SecondsMax ? (long)Math.Floor(seconds) : null;
    }

    /// <summary>A whole number that is too large for seconds, as seconds; others as they are.</summary>
    public static long FromLarge(long number) => number > SecondsMax && ToSeconds(number) is { } seconds ? seconds : number;
}
