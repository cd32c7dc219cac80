using System.Collections.Frozen;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// From a resolved SenML name and unit to device_id and reading_type. The last part of the name is the quantity when it is
/// one (<c>urn:dev:ow:10e2:temp</c>); else the whole name is the device and the unit tells the quantity. The whole name decides,
/// never how a pack divides it into base name and name.
/// </summary>
internal static class SenMlNames
{
    private static readonly FrozenDictionary<string, string> TypeByAlias = new Dictionary<string, string>
    {
        ["temp"] = "temperature",
        ["hum"] = "humidity",
        ["rh"] = "humidity",
        ["press"] = "pressure",
        ["baro"] = "pressure",
        ["lux"] = "light_level",
        ["illuminance"] = "light_level",
        ["pm25"] = "pm2_5",
        ["pm1"] = "pm1_0",
        ["dewpoint"] = "dew_point",
        ["windspeed"] = "wind_speed",
        ["winddir"] = "wind_direction",
        ["rain"] = "rainfall",
        ["uv"] = "uv_index",
        ["noise"] = "noise_level",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Only units that the SenML registry gives one meaning (RFC 8428, section 12.1): mm or ppm alone say too little.
    private static readonly FrozenDictionary<string, string> TypeByUnit = new Dictionary<string, string>
    {
        ["Cel"] = "temperature",
        ["K"] = "temperature",
        ["%RH"] = "humidity",
        ["Pa"] = "pressure",
        ["hPa"] = "pressure",
        ["m/s"] = "wind_speed",
        ["lx"] = "light_level",
        ["W/m2"] = "solar_radiation",
        ["V"] = "voltage",
        ["A"] = "current",
        ["W"] = "power",
        ["J"] = "energy",
        ["%EL"] = "battery_level",
        ["/"] = "ratio",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static DraftError? CheckName(string name)
    {
        // RFC 8428, section 4.5.1.
        if (name.Length == 0)
        {
            return new DraftError("n", "is missing, and so is bn");
        }

        var isClean = char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':' or '.' or '/' or '_');
        return isClean ? null : new DraftError("n", $"is \"{Excerpt.Of(name)}\"; a letter or digit and then letters, digits and - : . / _ are accepted");
    }

    /// <summary>The part of the name before its last <c>:</c> or <c>/</c>, and the part behind.</summary>
    public static (string Device, string Last) Split(string name)
    {
        var at = name.LastIndexOfAny([':', '/']);
        return at <= 0 ? ("", name) : (name[..at].TrimEnd(':', '/'), name[(at + 1)..]);
    }

    /// <summary>False when neither name nor unit says what was measured.</summary>
    public static bool TryResolve(string name, string? unit, out string? device, out string readingType)
    {
        var (before, last) = Split(name);
        var lower = last.ToLowerInvariant();
        // A short word is a name only beside its unit: SenML's own examples say "temp" with Cel.
        readingType = unit is null ? lower : TypeByAlias.GetValueOrDefault(lower, lower);
        var isQuantity = QuantityRegistry.Default.Find(readingType) is not null;
        var byUnit = unit is null ? null : TypeByUnit.GetValueOrDefault(unit);

        // An unregistered word is a quantity of its own where the name has a device in front of it and no unit knows better.
        if (isQuantity || (before.Length > 0 && IsReadingType(lower) && (byUnit is null || QuantityRegistry.Default.Find(byUnit) is null)))
        {
            device = before.Length > 0 ? before : null;
            return true;
        }

        device = name;
        readingType = byUnit ?? "";
        return byUnit is not null;
    }

    private static bool IsReadingType(string text) => text.Length is > 0 and <= 64 && char.IsAsciiLetterLower(text[0])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
