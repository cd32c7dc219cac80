using System.Globalization;
using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>Reads current_conditions of WeatherLink Live and AirLink (INGEST, section 1.6). Every value may be null.</summary>
internal static class WeatherLinkReader
{
    // A Live hears eight transmitters.
    private const int RecordsMax = 32;
    private const int StaleState = 2;

    public static StationReadings Read(JsonElement data, string deviceId, out IReadOnlyList<BatteryReading> batteries)
    {
        var readings = new StationReadings(deviceId) { Timestamp = Number(data, "ts") is { } ts and >= 0 and < 1e11m ? (long)ts : null };
        var states = new List<BatteryReading>();
        batteries = states;
        var seen = new HashSet<int>();
        if (!data.TryGetProperty("conditions", out var conditions) || conditions.ValueKind != JsonValueKind.Array)
        {
            return readings;
        }

        foreach (var record in conditions.EnumerateArray().Where(record => record.ValueKind == JsonValueKind.Object).Take(RecordsMax))
        {
            var transmitter = Number(record, "txid") is { } id and >= 1 and <= 8 ? (int)id : 0;
            if (transmitter > 0 && Number(record, "trans_battery_flag") is { } flag)
            {
                states.Add(new BatteryReading($"transmitter{transmitter}", "low", (double)flag));
            }

            // The first record of a kind has the station's name, also while its transmitter is lost: another one must not get its name then.
            var type = Number(record, "data_structure_type");
            var suffix = type is 1 or 2 && !seen.Add((int)type.Value) ? $"-tx{transmitter}" : "";

            // A transmitter that is being searched for shows its last values.
            if (Number(record, "rx_state") == StaleState)
            {
                continue;
            }

            switch (type)
            {
                case 1:
                    ReadStation(record, readings, suffix);
                    break;
                case 2:
                    ReadSoil(record, readings, suffix);
                    break;
                case 3:
                    readings.Add("pressure", Number(record, "bar_absolute"), "inHg");
                    readings.Add("pressure_sea_level", Number(record, "bar_sea_level"), "inHg");
                    break;
                case 4:
                    readings.AddIndoor("temperature", Number(record, "temp_in"), "F");
                    readings.AddIndoor("humidity", Number(record, "hum_in"), "%");
                    readings.AddIndoor("dew_point", Number(record, "dew_point_in"), "F");
                    readings.AddIndoor("heat_index", Number(record, "heat_index_in"), "F");
                    break;
                case 5 or 6:
                    ReadAir(record, readings);
                    break;
            }
        }

        return readings;
    }

    private static void ReadStation(JsonElement record, StationReadings readings, string suffix)
    {
        readings.Add("temperature", Number(record, "temp"), "F", suffix);
        readings.Add("humidity", Number(record, "hum"), "%", suffix);
        readings.Add("dew_point", Number(record, "dew_point"), "F", suffix);
        readings.Add("heat_index", Number(record, "heat_index"), "F", suffix);
        readings.Add("wind_chill", Number(record, "wind_chill"), "F", suffix);
        var (speed, direction) = (Number(record, "wind_speed_last"), Number(record, "wind_dir_last"));
        readings.Add("wind_speed", speed, "mph", suffix);
        // 0 in a calm is "none", not north.
        readings.Add("wind_direction", direction == 0 && speed is null or 0 ? null : direction, "\u00b0", suffix);
        var gust = Number(record, "wind_speed_hi_last_10_min");
        readings.Add("wind_gust", gust, "mph", suffix);
        readings.Add("wind_gust_direction", gust is null or 0 ? null : Number(record, "wind_dir_at_hi_speed_last_10_min"), "\u00b0", suffix);
        readings.Add("solar_radiation", Number(record, "solar_rad"), "W/m2", suffix);
        readings.Add("uv_index", Number(record, "uv_index"), "1", suffix);
        RainCollector.OfRainSize(Number(record, "rain_size"))?.AddTo(
            readings,
            Number(record, "rainfall_year") ?? Number(record, "rainfall_monthly") ?? Number(record, "rainfall_daily"),
            Number(record, "rain_rate_last"),
            suffix);
    }

    private static void ReadSoil(JsonElement record, StationReadings readings, string suffix)
    {
        for (var i = 1; i <= 4; i++)
        {
            readings.Add("soil_temperature", Number(record, $"temp_{i}"), "F", $"{suffix}-soil{i}");
            readings.Add("soil_water_tension", Number(record, $"moist_soil_{i}"), "kPa", $"{suffix}-soil{i}");
        }

        for (var i = 1; i <= 2; i++)
        {
            readings.Add("leaf_wetness", Number(record, $"wet_leaf_{i}"), "1", $"{suffix}-leaf{i}");
        }
    }

    private static void ReadAir(JsonElement record, StationReadings readings)
    {
        readings.Add("temperature", Number(record, "temp"), "F");
        readings.Add("humidity", Number(record, "hum"), "%");
        readings.Add("dew_point", Number(record, "dew_point"), "F");
        readings.Add("heat_index", Number(record, "heat_index"), "F");
        readings.Add("pm1_0", Number(record, "pm_1") ?? Number(record, "pm_1_last"), "ug/m3");
        readings.Add("pm2_5", Number(record, "pm_2p5") ?? Number(record, "pm_2p5_last"), "ug/m3");
        // Older firmware (structure 5) has the other name.
        readings.Add("pm10", Number(record, "pm_10") ?? Number(record, "pm_10p0") ?? Number(record, "pm_10_last") ?? Number(record, "pm_10p0_last"), "ug/m3");
    }

    private static decimal? Number(JsonElement record, string name) =>
        record.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number
            && decimal.TryParse(member.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < 1e12m ? number : null;
}
