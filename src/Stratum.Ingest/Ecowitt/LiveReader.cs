using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>Reads get_livedata_info (INGEST, section 2.4).</summary>
internal static class LiveReader
{
    // Blocks hold one entry a sensor; sixteen channels are the most.
    private const int EntriesMax = 64;

    // The longest counters first.
    private static readonly (string Source, string Id)[] RainCounters = [("yearly", "0x13"), ("monthly", "0x12"), ("weekly", "0x11"), ("daily", "0x10")];

    public static StationReadings Read(JsonElement root, LiveUnits units, string deviceId, SourceChoice choice, out IReadOnlyList<BatteryReading> batteries)
    {
        var readings = new StationReadings(deviceId);
        var states = new List<BatteryReading>();
        batteries = states;
        var isCalm = Entries(root, "common_list").Any(item => IdOf(item) == "0x0b" && LiveValue.NumberOf(LiveValue.TextOf(item, "val")) == 0);
        foreach (var item in Entries(root, "common_list"))
        {
            ReadCommon(item, units, isCalm, readings);
        }

        ReadRain(root, "rain", "", units, choice, readings);
        ReadRain(root, "piezoRain", "-piezo", units, choice, readings);
        const string inside = StationReadings.IndoorSuffix;
        const string indoor = StationReadings.Indoor;
        foreach (var item in Entries(root, "wh25"))
        {
            Add(readings, "temperature", item, "intemp", LiveValue.TextOf(item, "unit") ?? units.Temperature, inside, indoor);
            Add(readings, "humidity", item, "inhumi", "%", inside, indoor);
            Add(readings, "pressure", item, "abs", units.Pressure);
            Add(readings, "co2", item, "CO2", "ppm", inside, indoor);
        }

        foreach (var item in Entries(root, "co2"))
        {
            ReadAirQuality(item, units, readings);
        }

        foreach (var item in Entries(root, "lightning"))
        {
            Add(readings, "lightning_count", item, "count", "count");
            // Of the last strike, and shown for days: its time is the strike's, which the gateway tells in its local time.
            var struckAt = LiveValue.TextOf(item, "date") ?? LiveValue.TextOf(item, "timestamp") ?? "";
            LiveValue.Add(
                readings, "lightning_distance", LiveValue.TextOf(item, "distance"), "km", timestamp: MessageTime.Read(struckAt, TimeZoneInfo.Local));
        }

        LiveChannels.Read(root, units, readings, states);
        ReadBatteries(root, states);
        EcowittReader.RemoveRawZeros(readings);
        return readings;
    }

    // Blocks of one sensor without a channel. The rain gauge's is told with the yearly counter.
    private static void ReadBatteries(JsonElement root, List<BatteryReading> states)
    {
        foreach (var (block, member, kind) in (ReadOnlySpan<(string, string, string)>)[
            ("co2", "battery", "level"), ("lightning", "battery", "level"), ("rain", "battery", "level"), ("piezoRain", "battery", "level"),
            ("piezoRain", "voltage", "volt"), ("piezoRain", "ws90cap_volt", "volt"), ("piezoRain", "ws85cap_volt", "volt")])
        {
            foreach (var item in Entries(root, block))
            {
                if (LiveValue.NumberOf(LiveValue.TextOf(item, member)) is { } value)
                {
                    states.Add(new BatteryReading(kind == "level" ? block : $"{block}_{member}", kind, (double)value));
                }
            }
        }
    }

    /// <summary>The objects of a block; none when it is not there.</summary>
    public static IEnumerable<JsonElement> Entries(JsonElement root, string block) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(block, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Take(EntriesMax)
            : [];

    public static void Add(
        StationReadings readings, string readingType, JsonElement item, string member, string? unit, string suffix = "", string deployment = "") =>
        LiveValue.Add(readings, readingType, LiveValue.TextOf(item, member), unit, suffix, deployment);

    private static string IdOf(JsonElement item) => LiveValue.TextOf(item, "id")?.Trim().ToLowerInvariant() ?? "";

    private static void ReadCommon(JsonElement item, LiveUnits units, bool isCalm, StationReadings readings)
    {
        var own = LiveValue.TextOf(item, "unit");
        const string inside = StationReadings.IndoorSuffix;
        (string Type, string? Unit, string Suffix)? meaning = IdOf(item) switch
        {
            "0x01" => ("temperature", own ?? units.Temperature, inside),
            "0x02" => ("temperature", own ?? units.Temperature, ""),
            "0x03" => ("dew_point", own ?? units.Temperature, ""),
            "0x04" => ("wind_chill", own ?? units.Temperature, ""),
            "0x05" => ("heat_index", own ?? units.Temperature, ""),
            "0x06" => ("humidity", "%", inside),
            "0x07" => ("humidity", "%", ""),
            "0x08" => ("pressure", own ?? units.Pressure, ""),
            "0x0a" when !isCalm => ("wind_direction", "\u00b0", ""),
            "0x0b" => ("wind_speed", own ?? units.Wind, ""),
            "0x0c" => ("wind_gust", own ?? units.Wind, ""),
            "0x15" => ("light_level", own ?? units.Light, ""),
            "0x17" => ("uv_index", "1", ""),
            "5" => ("vapour_pressure_deficit", own ?? "kPa", ""),
            "0xa1" => ("black_globe_temperature", own ?? units.Temperature, ""),
            "0xa2" => ("wet_bulb_globe_temperature", own ?? units.Temperature, ""),
            _ => null,
        };
        if (meaning is { } known)
        {
            Add(readings, known.Type, item, "val", known.Unit, known.Suffix, known.Suffix == inside ? StationReadings.Indoor : "");
        }
    }

    private static void ReadRain(JsonElement root, string block, string suffix, LiveUnits units, SourceChoice choice, StationReadings readings)
    {
        var byId = Entries(root, block).GroupBy(IdOf).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        if (byId.TryGetValue("0x0e", out var rate))
        {
            Add(readings, "rain_rate", rate, "val", units.Rain is { } unit ? unit + "/h" : null, suffix);
        }

        var sources = Array.ConvertAll(RainCounters, counter => (counter.Source, Number(byId.GetValueOrDefault(counter.Id)) is not null));
        if (choice.Take("rain", readings.DeviceId + suffix, sources, out var other) is >= 0 and var at)
        {
            Add(readings, "rain_total", byId[RainCounters[at].Id], "val", units.Rain, suffix + other);
        }

        static decimal? Number(JsonElement counter) => LiveValue.NumberOf(LiveValue.TextOf(counter, "val"));
    }

    private static void ReadAirQuality(JsonElement item, LiveUnits units, StationReadings readings)
    {
        const string suffix = "-co2";
        Add(readings, "temperature", item, "temp", LiveValue.TextOf(item, "unit") ?? units.Temperature, suffix, StationReadings.Indoor);
        Add(readings, "humidity", item, "humidity", "%", suffix, StationReadings.Indoor);
        Add(readings, "pm1_0", item, "PM1", "ug/m3", suffix, StationReadings.Indoor);
        Add(readings, "pm2_5", item, "PM25", "ug/m3", suffix, StationReadings.Indoor);
        Add(readings, "pm4_0", item, "PM4", "ug/m3", suffix, StationReadings.Indoor);
        Add(readings, "pm10", item, "PM10", "ug/m3", suffix, StationReadings.Indoor);
        Add(readings, "co2", item, "CO2", "ppm", suffix, StationReadings.Indoor);
    }
}
