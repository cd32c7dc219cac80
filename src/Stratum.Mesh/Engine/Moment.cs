namespace Stratum.Mesh;

/// <summary>
/// An instant as both clocks show it. Waits and timeouts go by the first, which nothing sets; what is compared with other nodes goes by
/// the second, which NTP may move.
/// </summary>
/// <param name="ElapsedUs">Microseconds since some start, never running back: round trips in one house take less than a millisecond.</param>
/// <param name="UnixMs">Unix milliseconds.</param>
internal readonly record struct Moment(long ElapsedUs, long UnixMs)
{
    /// <summary>Milliseconds since some start.</summary>
    public long ElapsedMs => ElapsedUs / 1000;

    /// <summary>Whole Unix seconds.</summary>
    public long UnixSeconds => UnixMs / 1000;
}
