using System.Collections.Frozen;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Names that clients write for quantities of the registry and that are none of its own: what is signed as "temp" is found by nobody who looks
/// for temperature, and is judged by no limit. They are refused here, with the right name. A fixed table, compared without case and
/// separators; names that merely look alike stay as they are. Observations that others signed never come here.
/// </summary>
internal static class ReadingNames
{
    private const string Pressures = "\"pressure\" at the station, or \"pressure_sea_level\"";
    private const string Rains = "\"rain_total\" for a counter, or \"rainfall\" for what fell since the reading before";
    private const string Radiations = "\"solar_radiation\", or \"radiation_dose_rate\"";
    private const string Indoors = " with \"deployment_type\": \"INDOOR\"";
    private const string Fahrenheit = "\"temperature\" with \"unit\": \"F\"";

    // Right name, then what is written for it: AirGradient, ESPHome, ESPEasy, weewx, Wunderground, sensor.community, Home Assistant, by hand.
    private static readonly (string Right, string Others)[] Table =
    [
        ("temperature", "temp tmp temperatur temperature_c temp_c celsius air_temperature air_temp temperature_air out_temp out_temperature outdoor_temp "
            + "outdoor_temperature outside_temp outside_temperature ambient_temp ambient_temperature temp_out temperature_outdoor atmp atmp_compensated "
            + "temp_avg bme280_temperature bmp280_temperature bmp_temperature bme680_temperature dht_temperature dht22_temperature sht3x_temperature "
            + "htu21d_temperature ds18b20_temperature temperatura t"),
        ("humidity", "hum humi humid rh rhum rel_hum relative_humidity humidity_relative humidity_percent air_humidity out_humidity out_hum outdoor_humidity "
            + "outside_humidity rhum_compensated rh_avg bme280_humidity bme680_humidity dht_humidity dht22_humidity sht3x_humidity htu21d_humidity "
            + "hum_out luftfeuchte luftfeuchtigkeit humedad h"),
        ("pressure", "press pres hpa mbar pressure_hpa pressure_pa air_pressure pressure_air atmospheric_pressure barometric_pressure pressure_abs "
            + "absolute_pressure pressure_absolute station_pressure barom_abs baro_abs bmp_pressure bmp280_pressure bme280_pressure bme680_pressure "
            + "luftdruck p"),
        ("pressure_sea_level", "slp mslp qnh qff msl_pressure sealevel_pressure pressure_msl pressure_at_sealevel "
            + "relative_pressure pressure_relative pressure_rel barom_rel baro_rel sea_pressure"),
        ("wind_speed", "wind wind_spd wspd windspeed_ms wind_avg wind_speed_avg wind_velocity avg_wind"),
        ("wind_gust", "gust gust_speed wind_gust_speed wind_max wind_speed_gust max_wind"),
        ("wind_direction", "wind_dir wdir winddir_deg wind_deg wind_bearing wind_angle wind_heading"),
        ("wind_gust_direction", "gust_dir gust_direction wind_gust_dir"),
        ("rain_total", "rain_counter rain_count total_rain rain_accumulated rain_sum"),
        ("rain_rate", "rain_intensity precip_rate precipitation_rate precip_intensity rainfall_rate"),
        ("solar_radiation", "solar solar_rad irradiance solar_irradiance ghi global_radiation"),
        ("uv_index", "uv uvi uv_idx"),
        ("light_level", "lux light illuminance illumination luminosity luminance brightness ambient_light light_lux"),
        ("dew_point", "dew dewpt dew_point_temperature dewpoint_c"),
        ("pm1_0", "pm1 pm01 pm1p0 pm010 pms_p0 sps30_p0 p0"),
        ("pm2_5", "pm25 pm02 pm2p5 pm025 pm02_compensated pm02_standard pm25_standard sds_p2 pms_p2 sps30_p2 hpm_p2 p2"),
        ("pm4_0", "pm4 pm04 pm4p0 sps30_p4"),
        ("pm10", "pm10p0 pm10_0 sds_p1 pms_p1 sps30_p1 hpm_p1 p1"),
        ("particles_0_3um", "pm003_count"),
        ("co2", "rco2 co2_ppm carbon_dioxide scd30_co2_ppm"),
        ("co", "carbon_monoxide"),
        ("no2", "nitrogen_dioxide"),
        ("so2", "sulphur_dioxide sulfur_dioxide"),
        ("o3", "ozone"),
        ("voc_index", "tvoc_index"),
        ("soil_moisture", "moisture soil_hum soil_humidity soil_moist"),
        ("soil_temperature", "soil_temp"),
        ("leaf_wetness", "leaf_wet"),
        ("lightning_count", "strikes strike_count lightning_strikes lightning_strike_count"),
        ("lightning_distance", "strike_distance lightning_strike_distance storm_distance"),
        ("noise_level", "noise sound sound_level sound_pressure_level spl dba laeq noise_laeq dnms_noise_laeq"),
        ("voltage", "volt volts"),
    ];

    // Names whose right one depends on what the sender means.
    private static readonly (string Advice, string Others)[] Ambiguous =
    [
        (Pressures, "baro barom barometer"),
        (Rains, "rain precip precipitation rain_mm rain_fall_mm"),
        (Fahrenheit, "temperature_f temp_f fahrenheit out_temp_f"),
        (Radiations, "radiation"),
        ("\"temperature\"" + Indoors, "in_temp in_temperature indoor_temp indoor_temperature inside_temp inside_temperature temp_in"),
        ("\"humidity\"" + Indoors, "in_humidity in_hum indoor_humidity indoor_hum inside_humidity hum_in"),
    ];

    private static readonly FrozenDictionary<string, string> Advices = Build();

    /// <summary>The quantities' names in quotes that the word stands for, or null for a name of the registry or one that resembles none.</summary>
    public static string? AdviceFor(string readingType) =>
        QuantityRegistry.Default.Find(readingType) is null ? Advices.GetValueOrDefault(Plain(readingType)) : null;

    /// <summary>What is wrong with a reading's name, or with its having no unit; null when it can be signed.</summary>
    public static DraftError? Check(string readingType, string? unit)
    {
        if (QuantityRegistry.Default.Find(readingType) is not null)
        {
            return null;
        }

        if (AdviceFor(readingType) is { } advice)
        {
            return new DraftError("reading_type", $"is \"{Excerpt.Of(readingType)}\"; the registry's name is {advice}");
        }

        return string.IsNullOrEmpty(unit)
            ? new DraftError(
                "unit", $"is missing: \"{Excerpt.Of(readingType)}\" is no quantity of the registry (docs/API.md lists them), so nobody knows its unit")
            : null;
    }

    // Lower-case letters and digits; a separator counts between digits alone: pm1.0 is not pm10.
    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(name[i]))
            {
                plain.Append(char.ToLowerInvariant(name[i]));
            }
            else if (i > 0 && i + 1 < name.Length && char.IsAsciiDigit(name[i - 1]) && char.IsAsciiDigit(name[i + 1]))
            {
                plain.Append('_');
            }
        }

        return plain.ToString();
    }

    private static FrozenDictionary<string, string> Build()
    {
        var advices = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var quantity in QuantityRegistry.Default.All)
        {
            advices[Plain(quantity.ReadingType)] = $"\"{quantity.ReadingType}\"";
        }

        foreach (var (right, others) in Table)
        {
            Add(advices, others, $"\"{right}\"");
        }

        foreach (var (advice, others) in Ambiguous)
        {
            Add(advices, others, advice);
        }

        return advices.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, string> advices, string others, string advice)
    {
        foreach (var other in others.Split(' '))
        {
            advices[Plain(other)] = advice;
        }
    }
}
