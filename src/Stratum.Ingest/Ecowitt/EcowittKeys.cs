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
    private const string Indoor = StationReadings.Indoor;
    private const string Probe = StationReadings.Probe;

    private static readonly FrozenDictionary<string, EcowittKey> Keys = new Dictionary<string, EcowittKey>
    {
        ["tempf"] = new("temperature", "F"),
        ["humidity"] = new("humidity", "%"),
        ["dewptf"] = new("dew_point", "F"),
        ["dewpointf"] = new("dew_point", "F"),
        ["windchillf"] = new("wind_chill", "F"),
        ["heatindexf"] = new("heat_index", "F"),
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
        ["tempinf"] = new("temperature", "F", In, Indoor),
        ["humidityin"] = new("humidity", "%", In, Indoor),
        ["indoortempf"] = new("temperature", "F", In, Indoor),
        ["indoorhumidity"] = new("humidity", "%", In, Indoor),
        ["co2in"] = new("co2", "ppm", In, Indoor),
        ["pm25_in"] = new("pm2_5", "ug/m3", In, Indoor),

        // Further sensors by channel stand wherever their owner put them: in freezers, rooms, greenhouses; probes (WN34) in pools and pipes. Among air
        // temperatures they would mislead; a table of devices says which of them are outdoors.
        ["temp#f"] = new("temperature", "F", "-ch#", Probe),
        ["humidity#"] = new("humidity", "%", "-ch#", Probe),
        ["tf_ch#"] = new("temperature", "F", "-probe#", Probe),
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
        ["tf_co2"] = new("temperature", "F", "-co2", Indoor),
        ["humi_co2"] = new("humidity", "%", "-co2", Indoor),
        ["co2"] = new("co2", "ppm", "-co2", Indoor),
        ["pm1_co2"] = new("pm1_0", "ug/m3", "-co2", Indoor),
        ["pm25_co2"] = new("pm2_5", "ug/m3", "-co2", Indoor),
        ["pm4_co2"] = new("pm4_0", "ug/m3", "-co2", Indoor),
        ["pm10_co2"] = new("pm10", "ug/m3", "-co2", Indoor),
        // Ambient's indoor air quality monitor (AQIN).
        ["pm_in_temp_aqin"] = new("temperature", "F", "-aqin", Indoor),
        ["pm_in_humidity_aqin"] = new("humidity", "%", "-aqin", Indoor),
        ["co2_in_aqin"] = new("co2", "ppm", "-aqin", Indoor),
        ["pm25_in_aqin"] = new("pm2_5", "ug/m3", "-aqin", Indoor),
        ["pm10_in_aqin"] = new("pm10", "ug/m3", "-aqin", Indoor),
        ["pm25"] = new("pm2_5", "ug/m3"),
        ["aqpm2.5"] = new("pm2_5", "ug/m3"),
        ["aqpm10"] = new("pm10", "ug/m3"),

        // Wunderground's metric variant (HP1001).
        ["outtemp"] = new("temperature", "C"),
        ["outhumi"] = new("humidity", "%"),
        ["intemp"] = new("temperature", "C", In, Indoor),
        ["inhumi"] = new("humidity", "%", In, Indoor),
        ["dewpoint"] = new("dew_point", "C"),
        ["windchill"] = new("wind_chill", "C"),
        ["windspeed"] = new("wind_speed", "m/s"),
        ["windgust"] = new("wind_gust", "m/s"),
        ["absbaro"] = new("pressure", "hPa"),
        ["rainrate"] = new("rain_rate", "mm/h"),
        ["light"] = new("light_level", "lux"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// One quantity in several windows: the spot value, which Wunderground's protocol leaves to the station, and what stands in for it. The series
    /// is that of one of them (<see cref="SourceChoice"/>).
    /// </summary>
    public static readonly IReadOnlyList<(EcowittKey Key, (string Source, string Name)[] Windows)> Windows =
    [
        (new("wind_speed", "mph"), [("spot", "windspeedmph"), ("avg2m", "windspdmph_avg2m"), ("avg10m", "windspdmph_avg10m")]),
        (new("wind_gust", "mph"), [("spot", "windgustmph"), ("10m", "windgustmph_10m")]),
        (new("wind_gust_direction", "\u00b0"), [("spot", "windgustdir"), ("10m", "windgustdir_10m")]),
        (new("wind_direction", "\u00b0"), [("spot", "winddir"), ("avg2m", "winddir_avg2m"), ("avg10m", "winddir_avg10m")]),
    ];

    /// <summary>The longest counters first: derived increments should cross as few resets as there can be. Imperial, metric and piezo names.</summary>
    public static readonly IReadOnlyList<(string Source, string Inches, string Millimetres, string Piezo)> RainCounters =
    [
        ("total", "totalrainin", "totalrain", "train_piezo"),
        ("yearly", "yearlyrainin", "yearlyrain", "yrain_piezo"),
        ("monthly", "monthlyrainin", "monthlyrain", "mrain_piezo"),
        ("weekly", "weeklyrainin", "weeklyrain", "wrain_piezo"),
        ("daily", "dailyrainin", "dailyrain", "drain_piezo"),
    ];

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
