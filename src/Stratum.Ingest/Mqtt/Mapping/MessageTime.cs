using System.Globalization;
using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>Times of messages. A time that no such device can have (its clock is not set yet) is none, and so is one that cannot be read.</summary>
internal static class MessageTime
{
    /// <summary>
    /// Reads Unix seconds, milliseconds or microseconds, and ISO 8601 with 'T' or a space, with or without an offset; without one it is
    /// civil time in <paramref name="zone"/>.
    /// </summary>
    public static long? Read(JsonElement? element, TimeZoneInfo zone)
    {
        var text = MessageValue.TextOf(element);
        return text.Length == 0 ? null : Read(text, zone);
    }

    /// <inheritdoc cref="Read(JsonElement?, TimeZoneInfo)"/>
    public static long? Read(string text, TimeZoneInfo zone)
    {
        if (MessageValue.NumberOf(text) is { } number)
        {
            return OfUnix(number);
        }

        if (text.Length is < 10 or > 40 || !char.IsAsciiDigit(text[0])
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return null;
        }

        var civil = DateTime.SpecifyKind(instant.UtcDateTime, DateTimeKind.Unspecified);
        return DeviceClock.Known(HasOffset(text) ? instant.ToUnixTimeSeconds() : OfCivil(civil, zone));
    }

    /// <summary>Reads Unix seconds, milliseconds or microseconds.</summary>
    public static long? OfUnix(double number) => UnixTime.ToSeconds(number) is { } seconds ? DeviceClock.Known(seconds) : null;

    private static bool HasOffset(string text)
    {
        var time = text.AsSpan(10);
        return time.IndexOfAny('Z', 'z', '+') >= 0 || time.IndexOf('-') >= 0;
    }

    private static long OfCivil(DateTime civil, TimeZoneInfo zone)
    {
        // In the hour that a zone leaves out in spring the clock of the device has not been put forward yet: its offset of before holds.
        var offset = zone.IsInvalidTime(civil) ? zone.GetUtcOffset(civil.AddHours(-1)) : zone.GetUtcOffset(civil);
        return new DateTimeOffset(civil, TimeSpan.Zero).ToUnixTimeSeconds() - (long)offset.TotalSeconds;
    }
}
