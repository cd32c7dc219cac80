namespace Stratum.Ingest;

/// <summary>From a gateway's parameters to readings in the gateway's units.</summary>
internal static class EcowittReader
{
    // Lightning that struck before the gateway had a clock has times near 0.
    private const long StrikeTimeMin = 1_000_000_000;

    // Fine Offset's sensors send tenths of a degree above -40: a sensor that sends nothing but zeros is at -40.0, in either unit.
    private const double RawZero = -40;

    // Keys of the metric variant alone.
    private static readonly string[] MetricKeys =
        ["outtemp", "intemp", "outhumi", "inhumi", "absbaro", "relbaro", "light", "rainrate", "dailyrain", "weeklyrain", "monthlyrain", "yearlyrain"];

    public static StationReadings Read(GatewayFields fields, string deviceId, SourceChoice choice, long keptSinceSeconds = long.MinValue)
    {
        // One AcuRite bridge speaks for several sensors, each in requests of its own; the barometer is the bridge's.
        var sensor = fields.Text("sensor") is { } name && fields.Has("mt") ? "-" + GatewayIdentity.SensorOf(name) : "";
        var readings = new StationReadings(deviceId) { Timestamp = GatewayTime.Parse(fields.Text("dateutc"), keptSinceSeconds) };
        var isMetric = Array.Exists(MetricKeys, fields.Has);
        foreach (var (field, text) in fields.All)
        {
            // The metric variant's UV is the sensor's raw microwatt per square centimetre, not the index.
            if (EcowittKeys.Find(field) is not { } key || (isMetric && key.ReadingType == "uv_index"))
            {
                continue;
            }

            var suffix = key.ReadingType is "pressure" or "pressure_sea_level" ? key.Suffix : sensor + key.Suffix;
            readings.Add(key.ReadingType, GatewayFields.ParseNumber(text), key.Unit, suffix, key.Deployment);
        }

        AddWind(fields, readings, sensor, choice);
        AddCounter(fields, readings, "in", sensor, choice, counter => counter.Inches);
        AddCounter(fields, readings, "mm", sensor, choice, counter => counter.Millimetres);
        AddCounter(fields, readings, "in", "-piezo", choice, counter => counter.Piezo);
        AddLightning(fields, readings);
        RemoveRawZeros(readings);
        return readings;
    }

    /// <summary>Leaves out temperatures of sensors that send nothing but zeros: their humidity is none, too, and a probe has none.</summary>
    public static void RemoveRawZeros(StationReadings readings)
    {
        var withHumidity = readings.Items.Where(item => item.ReadingType == "humidity").Select(item => item.DeviceId).ToHashSet(StringComparer.Ordinal);
        readings.RemoveAll(item => item is { ReadingType: "temperature", Value: RawZero } && !withHumidity.Contains(item.DeviceId));
    }

    private static void AddWind(GatewayFields fields, StationReadings readings, string sensor, SourceChoice choice)
    {
        // winddir has no null: in a calm it is the direction of the last wind, or 0.
        var speed = fields.Number("windspeedmph") ?? fields.Number("windspeed") ?? fields.Number("windspdmph_avg2m") ?? fields.Number("windspdmph_avg10m");
        foreach (var (key, windows) in EcowittKeys.Windows)
        {
            var sources = Array.ConvertAll(windows, window => (window.Source, fields.Number(window.Name) is not null));
            if ((speed is 0 && key.ReadingType == "wind_direction")
                || choice.Take(key.ReadingType, readings.DeviceId + sensor, sources, out var suffix) is not (>= 0 and var at))
            {
                continue;
            }

            readings.Add(key.ReadingType, fields.Number(windows[at].Name), key.Unit, sensor + suffix);
        }
    }

    private static void AddCounter(
        GatewayFields fields, StationReadings readings, string unit, string sensor, SourceChoice choice,
        Func<(string Source, string Inches, string Millimetres, string Piezo), string> nameOf)
    {
        var sources = EcowittKeys.RainCounters.Select(counter => (counter.Source, fields.Number(nameOf(counter)) is not null)).ToArray();
        if (choice.Take("rain", readings.DeviceId + sensor, sources, out var suffix) is >= 0 and var at)
        {
            readings.Add("rain_total", fields.Number(nameOf(EcowittKeys.RainCounters[at])), unit, sensor + suffix);
        }
    }

    // The distance is that of the last strike and stays for days: its time is the strike's.
    private static void AddLightning(GatewayFields fields, StationReadings readings)
    {
        readings.Add("lightning_count", fields.Number("lightning_num") ?? fields.Number("lightning_day"), "count");
        var struckAt = fields.Number("lightning_time") is { } time and >= StrikeTimeMin and < 1e11 ? (long?)(long)time : null;
        readings.Add("lightning_distance", fields.Number("lightning"), "km", timestamp: struckAt);
    }
}
