using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>
/// Every key of the Ecowitt, Ambient and Wunderground uploads that is a quantity of the registry (INGEST, section 2). A channel's number is
/// taken out of the key before the look-up: <c>temp3f</c> is <c>temp#f</c>. Rain counters, wind direction and lightning have rules of their own.
/// Keys tell the variants apart, never the path.
/// </summary>
internal static class EcowittKeys
{
    private const string In = StationReadings.IndoorSuffix;

    private static readonly FrozenDictionary<string, EcowittKey> Keys = new Dictionary<string, EcowittKey>
    {
        ["tempf"] = new("temperature", "F"),
        ["humidity"] = new("humidity", "%"),
        ["dewptf"] = new("dew_point", "F"),
        ["dewpointf"] = new("dew_point", "F"),
        ["windchillf"] = new("wind_chill", "F"),
        ["heatindexf"] = new("heat_index", "F"),
        ["windspeedmph"] = new("wind_speed", "mph"),
        ["windgustmph"] = new("wind_gust", "mph"),
        ["windgustdir"] = new("wind_gust_direction", "\u00b0"),
        ["baromabsin"] = new("pressure", "inHg"),
        ["absbaromin"] = new("pressure", "inHg"),
        ["baromin"] = new("pressure_sea_level", "inHg"),
        ["rainratein"] = new("rain_rate", "in/h"),
        ["rrain_piezo"] = new("rain_rate", "in/h", "-piezo"),
        ["solarradiation"] = new("solar_radiation", "W/m2"),
        ["uv"] = new("uv_index", "1"),
        ["vpd"] = new("vapour_pressure_deficit", "inHg"),
        ["bgt"] = new("black_globe_temperature", "F"),
        ["wbgt"] = new("wet_bulb_globe_temperature", "F"),

        // Indoors.
        ["tempinf"] = new("temperature", "F", In, true),
        ["humidityin"] = new("humidity", "%", In, true),
        ["indoortempf"] = new("temperature", "F", In, true),
        ["indoorhumidity"] = new("humidity", "%", In, true),
        ["co2in"] = new("co2", "ppm", In, true),
        ["pm25_in"] = new("pm2_5", "ug/m3", In, true),

        // Further sensors by channel. A temperature probe (WN34) is made for soil and water: among air temperatures it would mislead.
        ["temp#f"] = new("temperature", "F", "-ch#"),
        ["humidity#"] = new("humidity", "%", "-ch#"),
        ["tf_ch#"] = new("soil_temperature", "F", "-ch#"),
        ["soilmoisture#"] = new("soil_moisture", "%", "-soil#"),
        ["soilmoisture"] = new("soil_moisture", "%", "-soil1"),
        ["soilhum#"] = new("soil_moisture", "%", "-soil#"),
        ["soiltempf"] = new("soil_temperature", "F", "-soil1"),
        ["soiltemp#f"] = new("soil_temperature", "F", "-soil#"),
        ["soiltens#"] = new("soil_water_tension", "kPa", "-soil#"),
        ["soil_ec#"] = new("soil_conductivity", "uS/cm", "-ec#"),
        ["soil_ec_hum#"] = new("soil_moisture", "%", "-ec#"),
        ["soil_ec_temp#"] = new("soil_temperature", "F", "-ec#"),
        ["leafwetness_ch#"] = new("leaf_wetness_percent", "%", "-ch#"),
        ["leafwetness"] = new("leaf_wetness_percent", "%", "-ch1"),
        ["leafwetness#"] = new("leaf_wetness_percent", "%", "-ch#"),
        ["pm25_ch#"] = new("pm2_5", "ug/m3", "-ch#"),

        // The five-in-one air quality sensor (WH45, WH46) is an indoor one.
        ["tf_co2"] = new("temperature", "F", "-co2", true),
        ["humi_co2"] = new("humidity", "%", "-co2", true),
        ["co2"] = new("co2", "ppm", "-co2", true),
        ["pm1_co2"] = new("pm1_0", "ug/m3", "-co2", true),
        ["pm25_co2"] = new("pm2_5", "ug/m3", "-co2", true),
        ["pm4_co2"] = new("pm4_0", "ug/m3", "-co2", true),
        ["pm10_co2"] = new("pm10", "ug/m3", "-co2", true),
        // Ambient's indoor air quality monitor (AQIN).
        ["pm_in_temp_aqin"] = new("temperature", "F", "-aqin", true),
        ["pm_in_humidity_aqin"] = new("humidity", "%", "-aqin", true),
        ["co2_in_aqin"] = new("co2", "ppm", "-aqin", true),
        ["pm25_in_aqin"] = new("pm2_5", "ug/m3", "-aqin", true),
        ["pm10_in_aqin"] = new("pm10", "ug/m3", "-aqin", true),
        ["pm25"] = new("pm2_5", "ug/m3"),
        ["aqpm2.5"] = new("pm2_5", "ug/m3"),
        ["aqpm10"] = new("pm10", "ug/m3"),

        // Wunderground's metric variant (HP1001).
        ["outtemp"] = new("temperature", "C"),
        ["outhumi"] = new("humidity", "%"),
        ["intemp"] = new("temperature", "C", In, true),
        ["inhumi"] = new("humidity", "%", In, true),
        ["dewpoint"] = new("dew_point", "C"),
        ["windchill"] = new("wind_chill", "C"),
        ["windspeed"] = new("wind_speed", "m/s"),
        ["windgust"] = new("wind_gust", "m/s"),
        ["absbaro"] = new("pressure", "hPa"),
        ["rainrate"] = new("rain_rate", "mm/h"),
        ["light"] = new("light_level", "lux"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What stands in for a key that the device leaves out: the windows of Wunderground's protocol, whose spot values are optional. Beside the
    /// spot value they are another window of the same quantity and are not signed.
    /// </summary>
    public static readonly IReadOnlyList<(string Instead, string Of, EcowittKey Key)> Substitutes =
    [
        ("windspdmph_avg2m", "windspeedmph", new("wind_speed", "mph")),
        ("windspdmph_avg10m", "windspeedmph", new("wind_speed", "mph")),
        ("windgustmph_10m", "windgustmph", new("wind_gust", "mph")),
        ("windgustdir_10m", "windgustdir", new("wind_gust_direction", "\u00b0")),
    ];

    /// <summary>The longest counters first: derived increments should cross as few resets as there can be.</summary>
    public static readonly IReadOnlyList<string> RainCounters = ["totalrainin", "yearlyrainin", "monthlyrainin", "weeklyrainin", "dailyrainin"];

    public static readonly IReadOnlyList<string> PiezoCounters = ["train_piezo", "yrain_piezo", "mrain_piezo", "wrain_piezo", "drain_piezo"];

    public static readonly IReadOnlyList<string> MetricRainCounters = ["totalrain", "yearlyrain", "monthlyrain", "weeklyrain", "dailyrain"];

    /// <summary>The meaning of a key, with the channel in its suffix; null for one that is no quantity.</summary>
    public static EcowittKey? Find(string name)
    {
        if (Keys.TryGetValue(name, out var plain))
        {
            return plain;
        }

        return EcowittChannel.TrySplit(name, out var pattern, out var channel) && Keys.TryGetValue(pattern, out var key)
            ? key with { Suffix = key.Suffix.Replace("#", channel, StringComparison.Ordinal) }
            : null;
    }
}
