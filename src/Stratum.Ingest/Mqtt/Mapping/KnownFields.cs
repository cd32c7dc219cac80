using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>
/// Field names that carry their unit as a suffix (rtl_433: <c>temperature_F</c>, <c>wind_avg_km_h</c>), and the suffixes themselves.
/// </summary>
internal static class KnownFields
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["temperature"] = "temperature",
        ["dewpoint"] = "dew_point",
        ["dew_point"] = "dew_point",
        ["humidity"] = "humidity",
        ["pressure"] = "pressure",
        ["wind_avg"] = "wind_speed",
        ["wind_speed"] = "wind_speed",
        ["wind_max"] = "wind_gust",
        ["wind_gust"] = "wind_gust",
        ["gust_speed"] = "wind_gust",
        ["wind_dir"] = "wind_direction",
        ["rain"] = "rain_total",
        ["rain_total"] = "rain_total",
        ["rain_rate"] = "rain_rate",
        ["rainfall"] = "rainfall",
        ["uvi"] = "uv_index",
        ["uv_index"] = "uv_index",
        ["uv"] = "uv_index",
        ["light"] = "light_level",
        ["lux"] = "light_level",
        ["moisture"] = "soil_moisture",
        ["soil_moisture"] = "soil_moisture",
        ["soil_temperature"] = "soil_temperature",
        ["radiation"] = "solar_radiation",
        ["pm1"] = "pm1_0",
        ["pm1_0"] = "pm1_0",
        ["pm2_5"] = "pm2_5",
        ["pm4"] = "pm4_0",
        ["pm4_0"] = "pm4_0",
        ["pm10"] = "pm10",
        ["pm10_0"] = "pm10",
        ["co2"] = "co2",
        ["strike_count"] = "lightning_count",
        ["storm_dist"] = "lightning_distance",
        ["strike_distance"] = "lightning_distance",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The longest suffix that fits wins; values are the registry's or the conversion's names of units.
    private static readonly (string Suffix, string Unit)[] Suffixes =
    [
        ("_ug_m3", "ug/m3"), ("_mm_h", "mm/h"), ("_in_h", "in/h"), ("_km_h", "km/h"), ("_mi_h", "mph"), ("_mph", "mph"), ("_kph", "km/h"), ("_m_s", "m/s"),
        ("_knots", "kn"), ("_kts", "kn"), ("_hPa", "hPa"), ("_kPa", "kPa"), ("_inHg", "inHg"), ("_W_m2", "W/m2"), ("_w_m2", "W/m2"), ("_klx", "klux"),
        ("_lux", "lux"), ("_lx", "lux"), ("_ppm", "ppm"), ("_deg", "deg"), ("_mm", "mm"), ("_inch", "in"), ("_in", "in"), ("_km", "km"), ("_mi", "mi"),
        ("_pct", "%"), ("_C", "C"), ("_F", "F"),
    ];

    // Fields that are of no unit, or of one only.
    private static readonly FrozenDictionary<string, string> Bare = new Dictionary<string, string>
    {
        ["humidity"] = "%",
        ["moisture"] = "%",
        ["soil_moisture"] = "%",
        ["uvi"] = "1",
        ["uv_index"] = "1",
        ["uv"] = "1",
        ["lux"] = "lux",
        ["strike_count"] = "count",
        // Of Acurite's sensors, estimated by an AS3935, which measures in kilometres (its datasheet, "Distance estimation").
        ["storm_dist"] = "km",
        ["strike_distance"] = "km",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>One field. Stem is its name without unit and number; Sensor the number of a sensor that has one, else "".</summary>
    public readonly record struct Field(string ReadingType, string Unit, string Stem, string Sensor);

    public static Field? Find(string name)
    {
        var (stem, unit) = (name, "");
        foreach (var (suffix, its) in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                (stem, unit) = (name[..^suffix.Length], its);
                break;
            }
        }

        var sensor = "";
        if (!Types.TryGetValue(stem, out var type))
        {
            // temperature_2_C, humidity_2: a numbered sensor of the device, beside one without a number.
            var number = stem.Length > 2 && stem[^2] == '_' && char.IsAsciiDigit(stem[^1]) ? stem[^1..] : "";
            if (number.Length == 0 || !Types.TryGetValue(stem[..^2], out type))
            {
                return null;
            }

            (stem, sensor) = (stem[..^2], number);
        }

        unit = unit.Length > 0 ? unit : Bare.GetValueOrDefault(stem, "");
        return unit.Length > 0 ? new Field(type, unit, stem, sensor) : null;
    }
}
