using System.Diagnostics.Metrics;

namespace Stratum.Api;

/// <summary>Upper bounds of histogram buckets: the instrument's own advice, or a default by unit.</summary>
internal static class HistogramBounds
{
    // From a memory read to a request that somebody complains about.
    private static readonly double[] Seconds = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

    // Sizes and counts, by powers of four.
    private static readonly double[] Counts = [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576];

    public static double[] Of(Instrument instrument)
    {
        var advised = Advised<double>(instrument) ?? Advised<long>(instrument) ?? Advised<int>(instrument);
        return advised ?? (instrument.Unit == "s" ? Seconds : instrument.Unit == "ms" ? [.. Seconds.Select(bound => bound * 1000)] : Counts);
    }

    private static double[]? Advised<T>(Instrument instrument)
        where T : struct =>
        (instrument as Histogram<T>)?.Advice?.HistogramBucketBoundaries is { Count: > 0 } bounds
            ? [.. bounds.Select(bound => Convert.ToDouble(bound))]
            : null;
}
