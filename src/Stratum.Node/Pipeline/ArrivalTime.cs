namespace Stratum.Node.Pipeline;

/// <summary>When an observation reached this node, as it is kept: finer than a tenth of a second tells nothing, and costs a byte for ever.</summary>
internal static class ArrivalTime
{
    private const long StepMs = 100;

    /// <summary>Unix milliseconds, a whole number of tenths of a second.</summary>
    public static long Of(DateTimeOffset now)
    {
        var ms = now.ToUnixTimeMilliseconds();
        return ms - (ms % StepMs);
    }
}
