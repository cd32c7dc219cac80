using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Checks every limit and reports all wrong ones at once.</summary>
internal static class HttpIngestOptionsValidator
{
    // A body is one buffer, twice when compressed.
    private const int BodyBytesCeiling = 64 * 1024 * 1024;

    public static void Check(HttpIngestOptions options)
    {
        var wrong = new List<string>();
        Range(wrong, nameof(options.BodyBytesMax), options.BodyBytesMax, 1024, BodyBytesCeiling);
        Range(wrong, nameof(options.ItemsMax), options.ItemsMax, 1, 100_000);
        Range(wrong, nameof(options.ConcurrentRequestsMax), options.ConcurrentRequestsMax, 1, 10_000);
        Range(wrong, nameof(options.BodyTimeoutMs), options.BodyTimeoutMs, 100, 600_000);
        Range(wrong, nameof(options.FutureSecondsMax), options.FutureSecondsMax, 0, 86_400);
        Range(wrong, nameof(options.MaxAgeDays), options.MaxAgeDays, 0, 36_525);
        if (wrong.Count > 0)
        {
            throw new StratumException("ingest listener: " + string.Join("; ", wrong));
        }
    }

    private static void Range(List<string> wrong, string name, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            wrong.Add($"{name} is {value}; accepted are {min}..{max}");
        }
    }
}
