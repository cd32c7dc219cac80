using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>The firmware's value types: an optional sensor prefix and the quantity.</summary>
internal static class SensorCommunityTypes
{
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

    /// <summary>One value type. Sensor is the lower-case prefix, "" where there is none.</summary>
    public readonly record struct Entry(string Sensor, string ReadingType, string Unit);

    public static Entry? Find(string valueType)
    {
        if (Quantities.TryGetValue(valueType, out var plain))
        {
            return new Entry("", plain.ReadingType, plain.Unit);
        }

        var underscore = valueType.IndexOf('_', StringComparison.Ordinal);
        return underscore is > 0 and <= 16 && Quantities.TryGetValue(valueType[(underscore + 1)..], out var prefixed)
            ? new Entry(valueType[..underscore].ToLowerInvariant(), prefixed.ReadingType, prefixed.Unit)
            : null;
    }
}
