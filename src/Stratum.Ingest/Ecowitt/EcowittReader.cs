namespace Stratum.Ingest;

/// <summary>From a gateway's parameters to readings in the gateway's units.</summary>
internal static class EcowittReader
{
    // Lightning that struck before the gateway had a clock has times near 0.
    private const long StrikeTimeMin = 1_000_000_000;

    public static StationReadings Read(GatewayFields fields, string deviceId, long keptSinceSeconds = long.MinValue)
    {
        // One AcuRite bridge speaks for several sensors, each in requests of its own; the barometer is the bridge's.
        var sensor = fields.Text("sensor") is { } name && fields.Has("mt") && name.All(char.IsAsciiLetterOrDigit) ? "-" + name.ToLowerInvariant() : "";
        var readings = new StationReadings(deviceId) { Timestamp = GatewayTime.Parse(fields.Text("dateutc"), keptSinceSeconds) };
        var isMetric = fields.Has("outtemp") || fields.Has("intemp") || fields.Has("absbaro") || fields.Has("relbaro");
        foreach (var (field, text) in fields.All)
        {
            // The metric variant's UV is the sensor's raw microwatt per square centimetre, not the index.
            if (EcowittKeys.Find(field) is not { } key || (isMetric && key.ReadingType == "uv_index"))
            {
                continue;
            }

            var suffix = key.ReadingType is "pressure" or "pressure_sea_level" ? key.Suffix : sensor + key.Suffix;
            readings.Add(key.ReadingType, GatewayFields.ParseNumber(text), key.Unit, suffix, key.IsIndoor);
        }

        AddSubstitutes(fields, readings, sensor);
        AddWindDirection(fields, readings, sensor);
        AddCounter(fields, readings, EcowittKeys.RainCounters, "in", sensor);
        AddCounter(fields, readings, EcowittKeys.MetricRainCounters, "mm", sensor);
        AddCounter(fields, readings, EcowittKeys.PiezoCounters, "in", "-piezo");
        AddLightning(fields, readings);
        return readings;
    }

    private static void AddSubstitutes(GatewayFields fields, StationReadings readings, string sensor)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (instead, of, key) in EcowittKeys.Substitutes)
        {
            if (fields.Number(of) is null && fields.Number(instead) is { } value && taken.Add(of))
            {
                readings.Add(key.ReadingType, value, key.Unit, sensor);
            }
        }
    }

    // winddir has no null: in a calm it is the direction of the last wind, or 0.
    private static void AddWindDirection(GatewayFields fields, StationReadings readings, string sensor)
    {
        var speed = fields.Number("windspeedmph") ?? fields.Number("windspeed") ?? fields.Number("windspdmph_avg2m") ?? fields.Number("windspdmph_avg10m");
        if (speed is not 0)
        {
            var direction = fields.Number("winddir") ?? fields.Number("winddir_avg2m") ?? fields.Number("winddir_avg10m");
            readings.Add("wind_direction", direction, "\u00b0", sensor);
        }
    }

    private static void AddCounter(GatewayFields fields, StationReadings readings, IReadOnlyList<string> names, string unit, string suffix)
    {
        foreach (var name in names)
        {
            if (fields.Number(name) is { } value)
            {
                readings.Add("rain_total", value, unit, suffix);
                return;
            }
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
