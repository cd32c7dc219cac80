namespace Stratum.Ingest;

/// <summary>The <c>precision</c> parameter of a write: how many of its ticks a second has, or how many seconds a tick.</summary>
internal readonly record struct InfluxPrecision(long TicksPerSecond, long SecondsPerTick)
{
    /// <summary>Both versions of the API; nanoseconds when it is not given. Null for one that neither knows.</summary>
    public static InfluxPrecision? Parse(string? text) => text switch
    {
        null or "" or "n" or "ns" => new(1_000_000_000, 1),
        "u" or "us" or "\u00b5" => new(1_000_000, 1),
        "ms" => new(1000, 1),
        "s" => new(1, 1),
        "m" => new(1, 60),
        "h" => new(1, 3600),
        _ => null,
    };

    /// <summary>Whole Unix seconds, towards the past; null when they are out of range.</summary>
    public long? Seconds(long timestamp)
    {
        var seconds = (Int128)timestamp * SecondsPerTick / TicksPerSecond;
        return seconds >= 0 && seconds <= long.MaxValue / 2 ? (long)seconds : null;
    }
}
