namespace Stratum.Core;

/// <summary>The most that a counter can count, in the quantity's unit.</summary>
/// <param name="PerMinute">Within a minute or less.</param>
/// <param name="PerHour">Within an hour.</param>
/// <param name="PerDay">Within a day; longer gaps in proportion.</param>
public sealed record CounterLimit(double PerMinute, double PerHour, double PerDay)
{
    private const double Minute = 60;

    private const double Hour = 3600;

    private const double Day = 86_400;

    /// <summary>
    /// The most over a gap: between the three by the power of the gap that joins them, as the records of rain themselves lie on a line in logarithms
    /// (Jennings 1950; about the square root of the time).
    /// </summary>
    public double MostIn(long gapSeconds) => gapSeconds switch
    {
        <= 60 => PerMinute,
        <= 3600 => Between(PerMinute, PerHour, gapSeconds / Minute, Hour / Minute),
        <= 86_400 => Between(PerHour, PerDay, gapSeconds / Hour, Day / Hour),
        _ => PerDay * (gapSeconds / Day),
    };

    private static double Between(double low, double high, double times, double timesAtHigh) =>
        low * Math.Pow(high / low, Math.Log(times) / Math.Log(timesAtHigh));
}
