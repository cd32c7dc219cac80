using System.Globalization;

namespace Stratum.Ingest;

/// <summary>Times of RFC 3339, as web interfaces write them.</summary>
internal static class Rfc3339
{
    /// <summary>Unix seconds, or null. A time without an offset is nobody's in particular, and none.</summary>
    public static long? Read(string text)
    {
        var hasOffset = text.EndsWith('Z') || text.EndsWith('z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            ? parsed.ToUnixTimeSeconds()
            : null;
    }
}
