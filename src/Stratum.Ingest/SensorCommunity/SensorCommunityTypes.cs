using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>The firmware's value types: an optional prefix of the chip and the quantity.</summary>
internal static class SensorCommunityTypes
{
    // "SHT3X", "BME280": a name of a chip, which becomes part of a device_id.
    private const int ChipCharactersMax = 16;

    private static readonly FrozenDictionary<string, (string ReadingType, string Unit)> Quantities = new Dictionary<string, (string, string)>
    {
        ["P0"] = ("pm1_0", "ug/m3"),
        ["P1"] = ("pm10", "ug/m3"),
        ["P2"] = ("pm2_5", "ug/m3"),
        ["P4"] = ("pm4_0", "ug/m3"),
        ["temperature"] = ("temperature", "Cel"),
        ["humidity"] = ("humidity", "%RH"),
        ["pressure"] = ("pressure", "Pa"),
        ["pressure_at_sealevel"] = ("pressure_sea_level", "Pa"),
        ["co2_ppm"] = ("co2", "ppm"),
        ["noise_LAeq"] = ("noise_level", "dB"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The official API's bodies hold one sensor each, without its prefix; the pin tells which (ext_def.h). What is no number has no pin.
    private static readonly FrozenDictionary<string, string> ChipByPin = new Dictionary<string, string>
    {
        ["0"] = "",
        // Whatever particle sensor there is, and the hygrometers of one value type each: plain, as they are in a merged body.
        ["1"] = "",
        ["7"] = "",
        ["3"] = "bmp",
        ["5"] = "ppd",
        ["11"] = "bme280",
        ["13"] = "ds18b20",
        ["15"] = "dnms",
        ["17"] = "scd30",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>One value type. Chip is the prefix in lower case, "" where there is none.</summary>
    public readonly record struct Entry(string Chip, string ReadingType, string Unit);

    public static Entry? Find(string valueType)
    {
        if (Quantities.TryGetValue(valueType, out var plain))
        {
            return new Entry("", plain.ReadingType, plain.Unit);
        }

        for (var at = valueType.IndexOf('_', StringComparison.Ordinal); at > 0 && at <= ChipCharactersMax; at = valueType.IndexOf('_', at + 1))
        {
            var chip = valueType[..at];
            if (Quantities.TryGetValue(valueType[(at + 1)..], out var prefixed) && chip.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                return new Entry(chip.ToLowerInvariant(), prefixed.ReadingType, prefixed.Unit);
            }
        }

        return null;
    }

    /// <summary>The chip on a pin, "" for the plain ones.</summary>
    public static string ChipOf(string pin) => pin.Length is 0 or > 3 || !pin.All(char.IsAsciiDigit) ? "" : ChipByPin.GetValueOrDefault(pin, "pin" + pin);
}
