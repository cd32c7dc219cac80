using System.Buffers;
using System.Text;

namespace Stratum.Core;

/// <summary>
/// What every field of a version 1 observation must keep, in a draft as well as in what a stranger signed: the same verdict
/// on every node, so that stores converge.
/// </summary>
internal static class ObservationRules
{
    private static readonly SearchValues<char> ReadingTypeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    public static DraftError? Check(Observation observation) => observation.Series.TextError
        ?? CheckTimestamp(observation.Timestamp)
        ?? CheckFinite("value", observation.Value)
        ?? CheckPosition(observation.Position)
        ?? (observation.Altitude is { } altitude ? CheckFinite("altitude", altitude) : null);

    public static DraftError? CheckText(TextField field, string text)
    {
        if (!TryCountCharacters(text, out var characters))
        {
            return new DraftError(TextFields.NameOf(field), "has an unpaired surrogate, which is not a character");
        }

        var max = TextFields.MaxCharactersOf(field);
        if (characters > max)
        {
            return new DraftError(TextFields.NameOf(field), $"has {characters} characters; at most {max} are accepted");
        }

        return field switch
        {
            TextField.DeviceId => CheckDeviceId(text),
            TextField.ReadingType => CheckReadingType(text),
            _ => null,
        };
    }

    public static DraftError? CheckTimestamp(long timestamp) => timestamp is >= 0 and <= Observation.TimestampMax
        ? null
        : new DraftError("timestamp", $"is {timestamp}; accepted are whole Unix seconds 0..{Observation.TimestampMax}");

    public static DraftError? CheckFinite(string field, double number) => double.IsFinite(number)
        ? null
        : new DraftError(field, "is not a finite number");

    public static DraftError? CheckPosition(GeoPoint? position)
    {
        if (position is not { } point)
        {
            return null;
        }

        return CheckDegrees("latitude", point.Latitude, 90) ?? CheckDegrees("longitude", point.Longitude, 180);
    }

    private static DraftError? CheckDegrees(string field, double degrees, int max) => degrees >= -max && degrees <= max
        ? null
        : new DraftError(field, double.IsFinite(degrees)
            ? $"is {CanonicalDouble.Format(degrees)}; accepted are degrees -{max}..{max}"
            : "is not a finite number");

    private static DraftError? CheckDeviceId(string text)
    {
        if (text.Length == 0)
        {
            return new DraftError("device_id", "is empty; 1..128 characters are accepted");
        }

        foreach (var character in text)
        {
            if (char.IsControl(character) || character == '|')
            {
                return new DraftError("device_id", $"has U+{(int)character:X4}; control characters and '|' are not accepted");
            }
        }

        return null;
    }

    private static DraftError? CheckReadingType(string text) =>
        text.Length > 0 && text[0] is >= 'a' and <= 'z' && !text.AsSpan().ContainsAnyExcept(ReadingTypeCharacters)
            ? null
            : new DraftError("reading_type", "is not of the form [a-z][a-z0-9_]{0,63}");

    private static bool TryCountCharacters(string text, out int characters)
    {
        characters = 0;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != OperationStatus.Done)
            {
                return false;
            }

            characters++;
            rest = rest[consumed..];
        }

        return true;
    }
}
