using System.Globalization;
using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>
/// One value of a gateway's local answers: text such as "23.5", "57%", "9.00 km/h", "29.24 inHg" or "--", with the unit inside, in a
/// sibling, or nowhere.
/// </summary>
internal static class LiveValue
{
    // 1 kilo-footcandle: 1000 lm/ft2, with 1 ft2 = 0.09290304 m2 exactly.
    private const decimal LuxPerKfc = 10763.910416709722m;

    // Far beyond every value, far below where the arithmetic of decimal ends.
    private const decimal NumberMax = 1e12m;

    public static string? TextOf(JsonElement item, string name)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out var member))
        {
            return null;
        }

        try
        {
            return member.ValueKind switch
            {
                JsonValueKind.String => member.GetString(),
                JsonValueKind.Number => member.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8: the value says nothing, the others do.
            return null;
        }
    }

    /// <summary>The number in front; null for the words that mean none.</summary>
    public static decimal? NumberOf(string? text) => Split(text).Number;

    /// <summary>Adds the value with the unit that it names, else the sibling's, else the gateway's setting, else what it is when nobody says.</summary>
    public static void Add(
        StationReadings readings, string readingType, string? text, string? otherUnit, string suffix = "", string deployment = "", long? timestamp = null)
    {
        var (number, own) = Split(text);
        var unit = Unit(own) ?? Unit(otherUnit);
        if (number is null || unit is null)
        {
            return;
        }

        var isLight = readingType == "light_level";
        if (isLight && unit == "kfc")
        {
            (number, unit) = (Math.Round(number.Value * LuxPerKfc, 0, MidpointRounding.ToEven), "lux");
        }

        readings.Add(isLight && unit == "W/m2" ? "solar_radiation" : readingType, (double)number, unit, suffix, deployment, timestamp);
    }

    private static (decimal? Number, string? Unit) Split(string? text)
    {
        var trimmed = (text ?? "").Trim();
        var end = 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] is '.' or '-' or '+'))
        {
            end++;
        }

        return decimal.TryParse(trimmed.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < NumberMax
            ? (number, trimmed[end..].Trim() is { Length: > 0 } unit ? unit : null)
            : (null, null);
    }

    private static string? Unit(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        "C" or "\u2103" or "\u00b0C" or "&#8451;" => "C",
        "F" or "\u2109" or "\u00b0F" or "&#8457;" => "F",
        "%" => "%",
        "HPA" => "hPa",
        "KPA" => "kPa",
        "INHG" => "inHg",
        "MMHG" => "mmHg",
        "M/S" or "MPS" => "m/s",
        "KM/H" or "KMH" => "km/h",
        "MPH" => "mph",
        "KNOTS" or "KNOT" or "KN" => "knots",
        "MM" => "mm",
        "IN" => "in",
        "MM/HR" or "MM/H" => "mm/h",
        "IN/HR" or "IN/H" => "in/h",
        "W/M2" or "W/M\u00b2" => "W/m2",
        "KLUX" => "klux",
        "LUX" => "lux",
        "KFC" => "kfc",
        "KM" => "km",
        "MI" or "MILE" or "MILES" => "mi",
        "US/CM" or "\u00b5S/CM" or "\u03bcS/CM" => "uS/cm",
        "PPM" => "ppm",
        "UG/M3" => "ug/m3",
        "COUNT" => "count",
        "1" => "1",
        "\u00b0" or "DEG" => "\u00b0",
        _ => null,
    };
}
