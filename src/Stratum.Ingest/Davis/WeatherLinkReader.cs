using System.Globalization;
using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>Reads current_conditions of WeatherLink Live and AirLink (INGEST, section 1.6). Every value may be null.</summary>
internal static class WeatherLinkReader
{
    // A Live hears eight transmitters.
    private const int RecordsMax = 32;
    private const int StaleState = 2;

    // The longest counters first.
    private static readonly (string Source, string Name)[] RainCounters =
        [("yearly", "rainfall_year"), ("monthly", "rainfall_monthly"), ("daily", "rainfall_daily")];

    private static readonly string[] OutdoorMembers =
        ["wind_speed_last", "wind_speed_avg_last_10_min", "rainfall_year", "rain_rate_last", "solar_rad", "uv_index"];

    // The mean of the last minute, else the last value. Older firmware (structure 5) has the other names of PM10.
    private static readonly (string ReadingType, (string Source, string Name)[] Windows)[] Particles =
    [
        ("pm1_0", [("minute", "pm_1"), ("last", "pm_1_last")]),
        ("pm2_5", [("minute", "pm_2p5"), ("last", "pm_2p5_last")]),
        ("pm10", [("minute", "pm_10"), ("minute", "pm_10p0"), ("last", "pm_10_last"), ("last", "pm_10p0_last")]),
    ];

    public static StationReadings Read(JsonElement data, string deviceId, SourceChoice choice, out IReadOnlyList<BatteryReading> batteries)
    {
        var readings = new StationReadings(deviceId) { Timestamp = Number(data, "ts") is { } ts and >= 0 and < 1e11m ? (long)ts : null };
        var states = new List<BatteryReading>();
        batteries = states;
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

            // By the transmitter's own number, whatever else is received: 1 is what a station is sold with.
            var type = Number(record, "data_structure_type");
            var suffix = transmitter > 1 ? $"-tx{transmitter}" : "";

            // A transmitter that is being searched for shows its last values.
            if (Number(record, "rx_state") == StaleState)
            {
                continue;
            }

            switch (type)
            {
                case 1:
                    ReadStation(record, readings, suffix, choice);
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
                    ReadAir(record, readings, choice);
                    break;
            }
        }

        return readings;
    }

    private static void ReadStation(JsonElement record, StationReadings readings, string suffix, SourceChoice choice)
    {
        // A further transmitter that never measured wind, rain or sun is a thermometer wherever its owner put it, as the console's extra ones are.
        var series = readings.DeviceId + suffix;
        var isOutdoor = suffix.Length == 0 || choice.WasEver("weather", series, OutdoorMembers.Any(name => Number(record, name) is not null));
        var deployment = isOutdoor ? "" : StationReadings.Probe;
        readings.Add("temperature", Number(record, "temp"), "F", suffix, deployment);
        readings.Add("humidity", Number(record, "hum"), "%", suffix, deployment);
        readings.Add("dew_point", Number(record, "dew_point"), "F", suffix, deployment);
        readings.Add("heat_index", Number(record, "heat_index"), "F", suffix, deployment);
        readings.Add("wind_chill", Number(record, "wind_chill"), "F", suffix, deployment);
        var (speed, direction) = (Number(record, "wind_speed_last"), Number(record, "wind_dir_last"));
        readings.Add("wind_speed", speed, "mph", suffix);
        // 0 in a calm is "none", not north.
        readings.Add("wind_direction", direction == 0 && speed is null or 0 ? null : direction, "\u00b0", suffix);
        var gust = Number(record, "wind_speed_hi_last_10_min");
        readings.Add("wind_gust", gust, "mph", suffix);
        readings.Add("wind_gust_direction", gust is null or 0 ? null : Number(record, "wind_dir_at_hi_speed_last_10_min"), "\u00b0", suffix);
        readings.Add("solar_radiation", Number(record, "solar_rad"), "W/m2", suffix);
        readings.Add("uv_index", Number(record, "uv_index"), "1", suffix);
        if (RainCollector.OfRainSize(Number(record, "rain_size")) is not { } collector)
        {
            return;
        }

        var at = Choose(record, choice, "rain", series, RainCounters, out var other);
        collector.AddTo(readings, null, Number(record, "rain_rate_last"), suffix);
        collector.AddTo(readings, at < 0 ? null : Number(record, RainCounters[at].Name), null, suffix + other);
    }

    private static int Choose(
        JsonElement record, SourceChoice choice, string quantity, string series, (string Source, string Name)[] sources, out string suffix) =>
        choice.Take(quantity, series, Array.ConvertAll(sources, source => (source.Source, Number(record, source.Name) is not null)), out suffix);

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

    private static void ReadAir(JsonElement record, StationReadings readings, SourceChoice choice)
    {
        readings.Add("temperature", Number(record, "temp"), "F");
        readings.Add("humidity", Number(record, "hum"), "%");
        readings.Add("dew_point", Number(record, "dew_point"), "F");
        readings.Add("heat_index", Number(record, "heat_index"), "F");
        foreach (var (readingType, windows) in Particles)
        {
            if (Choose(record, choice, readingType, readings.DeviceId, windows, out var suffix) is >= 0 and var at)
            {
                readings.Add(readingType, Number(record, windows[at].Name), "ug/m3", suffix);
            }
        }
    }

    private static decimal? Number(JsonElement record, string name) =>
        record.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number
            && decimal.TryParse(member.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < 1e12m ? number : null;
}
