namespace Stratum.Ingest;

/// <summary>Between the console's clock, which is local civil time with daylight saving, and Unix seconds.</summary>
internal sealed class ConsoleClock(TimeZoneInfo zone)
{
    /// <summary>
    /// Unix seconds of a record; null for a time that the spring change left out. In the hour that autumn has twice, the first one unless the
    /// record before is not earlier than that.
    /// </summary>
    public long? ToUnixSeconds(DateTime local, long previous)
    {
        if (zone.IsInvalidTime(local))
        {
            return null;
        }

        var offset = zone.GetUtcOffset(local);
        if (zone.IsAmbiguousTime(local))
        {
            var offsets = zone.GetAmbiguousTimeOffsets(local);
            offset = offsets.Max();
            if (Seconds(local, offset) <= previous)
            {
                offset = offsets.Min();
            }
        }

        return Seconds(local, offset);
    }

    /// <summary>Date and time words of DMPAFT (manual 2.6.1, section X.4).</summary>
    public (ushort Date, ushort Time) ToWords(long unixSeconds)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(unixSeconds), zone);
        return local.Year < 2000
            ? ((ushort)0, (ushort)0)
            : ((ushort)(local.Day + (local.Month * 32) + ((local.Year - 2000) * 512)), (ushort)((local.Hour * 100) + local.Minute));
    }

    private static long Seconds(DateTime local, TimeSpan offset) => new DateTimeOffset(local, offset).ToUnixTimeSeconds();
}
