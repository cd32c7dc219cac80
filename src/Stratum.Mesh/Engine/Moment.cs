namespace Stratum.Mesh;

/// <summary>
/// An instant as both clocks show it. Waits and timeouts go by the first, which nothing sets; what is compared with other nodes goes by
/// the second, which NTP may move.
/// </summary>
/// <param name="ElapsedMs">Milliseconds since some start, never running back.</param>
/// <param name="UnixMs">Unix milliseconds.</param>
internal readonly record struct Moment(long ElapsedMs, long UnixMs)
{
    /// <summary>Whole Unix seconds.</summary>
    public long UnixSeconds => UnixMs / 1000;
}
