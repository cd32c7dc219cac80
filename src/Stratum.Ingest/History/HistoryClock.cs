using System.Globalization;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// The times of one file. A time without an offset is in the map's zone; of the hour that autumn has twice it is the first one, unless the row
/// before it was not earlier, as in a file that is in order.
/// </summary>
internal sealed class HistoryClock(string? format, TimeZoneInfo? zone)
{
    /// <summary>What says that the offset is missing, in one way for all formats.</summary>
    private const string NoZone = "has no offset from UTC: say its zone with --timezone, for instance --timezone Europe/Berlin or --timezone +01:00";

    private const int CharactersMax = 64;

    private static readonly string[] IsoPatterns =
    [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy/MM/dd HH:mm:ss", "yyyy/MM/dd HH:mm",
    ];

    private readonly ConsoleClock? _local = zone is null ? null : new ConsoleClock(zone);
    private long _previous = long.MinValue;

    /// <summary>Unix seconds, rounded down; an error that names the text otherwise.</summary>
    public long? Read(ReadOnlySpan<char> text, out DraftError? error)
    {
        text = text.Trim();
        error = null;
        if (text.IsEmpty || text.Length > CharactersMax)
        {
            error = new DraftError("timestamp", text.IsEmpty ? "is missing" : $"has {text.Length} characters; at most {CharactersMax} are accepted");
            return null;
        }

        var seconds = format switch
        {
            "unix" => Unix(text, 1),
            "unix_ms" => Unix(text, 1_000),
            "unix_us" => Unix(text, 1_000_000),
            "unix_ns" => Unix(text, 1_000_000_000),
            null when UnixBySize(text) is { } unix => unix,
            null or "iso" => Iso(text, ref error),
            _ => Pattern(text, ref error),
        };
        if (seconds is null)
        {
            error ??= new DraftError("timestamp", $"is \"{Excerpt.Of(text.ToString())}\", which is no time{(format is null ? "" : $" of the form {format}")}");
            return null;
        }

        return _previous = seconds.Value;
    }

    private static long? Unix(ReadOnlySpan<char> text, long ticksPerSecond)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks))
        {
            return ticks < 0 ? null : ticks / ticksPerSecond;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            && real >= 0 && real / ticksPerSecond < Observation.TimestampMax
            ? (long)Math.Floor(real / ticksPerSecond)
            : null;
    }

    // Seconds of 1973 to 5138 have nine to eleven digits; each finer unit has three more, and none of them means another time of this era.
    private static long? UnixBySize(ReadOnlySpan<char> text)
    {
        var point = text.IndexOf('.');
        var digits = point < 0 ? text : text[..point];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || (point >= 0 && text[(point + 1)..].ContainsAnyExceptInRange('0', '9')))
        {
            return null;
        }

        return digits.Length switch
        {
            >= 9 and <= 11 => Unix(text, 1),
            12 or 13 or 14 => Unix(text, 1_000),
            15 or 16 or 17 => Unix(text, 1_000_000),
            18 or 19 => Unix(text, 1_000_000_000),
            _ => null,
        };
    }

    private long? Iso(ReadOnlySpan<char> text, ref DraftError? error)
    {
        if (text.Length > 10 && (text[^1] is 'Z' or 'z' || text[10..].IndexOfAny('+', '-') > 0)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var withOffset))
        {
            return withOffset.ToUnixTimeSeconds();
        }

        return DateTime.TryParseExact(text, IsoPatterns, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? Local(local, ref error) : null;
    }

    private long? Pattern(ReadOnlySpan<char> text, ref DraftError? error)
    {
        if (format!.Contains('z', StringComparison.Ordinal) || format.Contains('K', StringComparison.Ordinal))
        {
            return DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var withOffset)
                ? withOffset.ToUnixTimeSeconds()
                : null;
        }

        return DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? Local(local, ref error) : null;
    }

    private long? Local(DateTime local, ref DraftError? error)
    {
        if (_local is null)
        {
            error = new DraftError("timestamp", NoZone);
            return null;
        }

        if (_local.ToUnixSeconds(local, _previous) is { } seconds)
        {
            return seconds;
        }

        error = new DraftError(
            "timestamp", $"is {local:yyyy-MM-dd HH:mm}, which {zone!.Id} left out when its clocks went forward: give the zone that the file is in");
        return null;
    }
}
