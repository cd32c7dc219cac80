using System.Globalization;

namespace Stratum.Ingest;

/// <summary>Times of RFC 3339, as web interfaces write them.</summary>
internal static class Rfc3339
{
    private const int DateCharacters = 10;
    private const int CharactersMax = 40;

    /// <summary>Unix seconds, rounded down, or null. A time without an offset is nobody's in particular, and none.</summary>
    public static long? Read(string text) => HasOffset(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
        ? parsed.ToUnixTimeSeconds()
        : null;

    /// <summary>Whether the text begins as a date and a time of day: 2026-11-25T15:47.</summary>
    public static bool IsDateAndTime(string text) => text.Length is > DateCharacters and <= CharactersMax
        && text[4] == '-' && text[7] == '-' && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[9]) && text[DateCharacters] is 'T' or 't' or ' '
        && text.Contains(':', StringComparison.Ordinal);

    private static bool HasOffset(string text) =>
        IsDateAndTime(text) && (text[^1] is 'Z' or 'z' || text.AsSpan(DateCharacters).IndexOfAny('+', '-') > 0);
}
