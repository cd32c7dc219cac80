namespace Stratum.Storage;

/// <summary>Days since 1970-01-01 UTC: the partition of a timestamp.</summary>
internal static class UtcDay
{
    public const long Seconds = 86_400;

    public static long Of(long timestamp) => timestamp / Seconds;

    public static long Start(long day) => day * Seconds;
}
