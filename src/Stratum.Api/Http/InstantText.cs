using System.Globalization;

namespace Stratum.Api;

/// <summary>Instants in query parameters: Unix seconds or RFC 3339.</summary>
internal static class InstantText
{
    public const string Accepted = "Unix seconds (0..9007199254740991) or RFC 3339, for instance 2026-11-20T21:00:00Z";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    /// <summary>
    /// Parses to whole Unix seconds. A fraction rounds up, which is right for both ends of a half-open range of whole seconds.
    /// </summary>
    public static bool TryParse(string text, out long unixSeconds)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out unixSeconds))
        {
            return unixSeconds <= Core.Observation.TimestampMax;
        }

        // The plus of an offset arrives as a space from clients that do not escape it.
        if (text.Length > 6 && text[^6] == ' ')
        {
            text = $"{text.AsSpan(0, text.Length - 6)}+{text.AsSpan(text.Length - 5)}";
        }

        if (!DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return false;
        }

        unixSeconds = instant.ToUnixTimeSeconds() + (instant.Ticks % TimeSpan.TicksPerSecond == 0 ? 0 : 1);
        return unixSeconds >= 0;
    }
}
