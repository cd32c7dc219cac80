using System.Globalization;
using System.Text.RegularExpressions;
using Stratum.Core;
using Stratum.Ingest;

namespace Stratum.Node.Cli;

/// <summary>Values of maps and of the options that stand for them; each error says what is accepted.</summary>
internal static partial class MapValues
{
    private static readonly string[] UnitKinds = ["temperature", "wind", "pressure", "rain"];

    public static HistoryFormat Format(string name) => HistoryFormats.Parse(name)
        ?? throw new StratumException($"the format \"{name}\" is not known; known are {string.Join(", ", HistoryFormats.Names)}");

    /// <summary>An IANA name, "UTC", "local", or a fixed offset such as +01:00.</summary>
    public static TimeZoneInfo Zone(string name)
    {
        if (name == "local")
        {
            return TimeZoneInfo.Local;
        }

        if (OffsetPattern.IsMatch(name))
        {
            var offset = TimeSpan.ParseExact(name[1..], @"hh\:mm", CultureInfo.InvariantCulture);
            return offset <= TimeSpan.FromHours(14)
                ? TimeZoneInfo.CreateCustomTimeZone(name, name[0] == '-' ? -offset : offset, name, name)
                : throw new StratumException($"the offset {name} is more than 14 hours");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new StratumException(
                $"the time zone \"{name}\" is not known to this machine; give an IANA name (Europe/Berlin), UTC, local, or an offset (+01:00)");
    }

    public static char Delimiter(string text) => text switch
    {
        "tab" or "\\t" or "\t" => '\t',
        "," or ";" or "|" or " " => text[0],
        _ => throw new StratumException($"the delimiter \"{text}\" is not accepted; give , ; | a blank or tab"),
    };

    public static char DecimalMark(string text) => text is "." or ","
        ? text[0]
        : throw new StratumException($"the decimal mark \"{text}\" is not accepted; give . or ,");

    public static double Number(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new StratumException($"{name} is \"{text}\", which is not a number");

    public static GeoPoint? Position(double? latitude, double? longitude)
    {
        if (latitude is null && longitude is null)
        {
            return null;
        }

        var point = latitude is { } north && longitude is { } east
            ? new GeoPoint(north, east)
            : throw new StratumException("latitude and longitude come together or not at all");
        return point.IsValid ? point : throw new StratumException("latitude is -90..90, longitude -180..180");
    }

    public static TextField TextField(string name)
    {
        for (var field = Core.TextField.BoardModel; field <= Core.TextField.Unit; field++)
        {
            if (TextFields.NameOf(field) == name && field is not (Core.TextField.DeviceId or Core.TextField.ReadingType or Core.TextField.Unit))
            {
                return field;
            }
        }

        throw new StratumException(
            $"\"{name}\" is no text that can be set for all readings; for instance data_license, data_source, sensor_model, deployment_type");
    }

    public static string UnitKind(string name) => UnitKinds.Contains(name)
        ? name
        : throw new StratumException($"\"{name}\" is no kind of unit; known are {string.Join(", ", UnitKinds)}");

    public static string ReadingType(string name) => name.Length == 0 || ReadingTypePattern.IsMatch(name)
        ? name
        : throw new StratumException($"the reading_type \"{name}\" is not of the form [a-z][a-z0-9_]{{0,63}}");

    public static string Deployment(string word) => word.ToUpperInvariant() is var upper and ("INDOOR" or "OUTDOOR" or "PROBE")
        ? upper
        : throw new StratumException($"the deployment \"{word}\" is not known; give OUTDOOR, INDOOR or PROBE");

    /// <summary><c>NAME=reading_type[:unit[:suffix]]</c>; the name may have equals signs.</summary>
    public static HistoryColumn Column(string text)
    {
        var equals = text.LastIndexOf('=');
        if (equals <= 0)
        {
            throw new StratumException($"--column \"{text}\" is not of the form NAME=reading_type:unit, for instance --column \"Temp out=temperature:F\"");
        }

        var parts = text[(equals + 1)..].Split(':', 3);
        return new HistoryColumn(text[..equals], ReadingType(parts[0]), parts.Length > 1 ? parts[1] : "", parts.Length > 2 ? parts[2] : "");
    }

    /// <summary><c>name=value</c>.</summary>
    public static (string Name, string Value) Pair(string option, string text) => text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
        ? (text[..equals], text[(equals + 1)..])
        : throw new StratumException($"{option} \"{text}\" is not of the form name=value");

    [GeneratedRegex(@"^[+-]\d\d:\d\d$")]
    private static partial Regex OffsetPattern { get; }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,63}$")]
    private static partial Regex ReadingTypePattern { get; }
}
