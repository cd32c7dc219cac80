using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>
/// ESPHome without discovery: <c>prefix/sensor/object_id/state</c> with a bare number. The quantity is the end of the object_id; what
/// stands before it names the sensor, also where it is "outside" or "relative": a node may have another one without the word. With discovery
/// on, the preset homeassistant knows units and is the better one.
/// </summary>
internal sealed class EspHomeReader(MqttReaderOptions options) : IMqttReader
{
    private static readonly (string End, string ReadingType, string Unit)[] Quantities =
    [
        ("soil_temperature", "soil_temperature", "C"), ("temperature", "temperature", "C"), ("dew_point", "dew_point", "C"), ("dewpoint", "dew_point", "C"),
        ("soil_moisture", "soil_moisture", "%"), ("humidity", "humidity", "%"), ("sea_level_pressure", "pressure_sea_level", "hPa"),
        ("pressure", "pressure", "hPa"), ("illuminance", "light_level", "lux"), ("wind_speed", "wind_speed", "km/h"), ("wind_gust", "wind_gust", "km/h"),
        ("wind_direction", "wind_direction", "deg"), ("uv_index", "uv_index", "1"), ("co2", "co2", "ppm"),
        ("pm_1_0", "pm1_0", "ug/m3"), ("pm_2_5", "pm2_5", "ug/m3"), ("pm_10_0", "pm10", "ug/m3"), ("pm1_0", "pm1_0", "ug/m3"), ("pm2_5", "pm2_5", "ug/m3"),
            ("pm10", "pm10", "ug/m3"), ("pm25", "pm2_5", "ug/m3"), ("lux", "light_level", "lux"),
    ];

    // The usual spelling of each quantity; another one names another sensor, since a node may have both.
    private static readonly FrozenSet<string> Usual = new[]
    {
        "soil_temperature", "temperature", "dew_point", "soil_moisture", "humidity", "sea_level_pressure", "pressure", "illuminance", "wind_speed", "wind_gust",
        "wind_direction", "uv_index", "co2", "pm_1_0", "pm_2_5", "pm_10_0",
    }.ToFrozenSet();

    private readonly TopicTemplate _template = options.Template ?? TopicTemplate.Parse("{device}/sensor/{object}/state");

    public IReadOnlyList<string> Filters => [_template.Filter];

    public void Read(MqttMessage message, MqttReadings readings)
    {
        var captures = new Dictionary<string, string>();
        if (!_template.TryMatch(message.Topic, captures) || !captures.TryGetValue("object", out var name))
        {
            return;
        }

        foreach (var (end, readingType, unit) in Quantities)
        {
            // A whole word: eco2 is an estimate, not co2.
            if (!name.EndsWith(end, StringComparison.Ordinal) || (name.Length > end.Length && name[^(end.Length + 1)] != '_'))
            {
                continue;
            }

            var before = name[..^end.Length].Trim('_');
            var words = SensorWords.Split(name);
            if (unit != "C" || SensorWords.IsMeasured(words))
            {
                readings.NameDevice(captures.GetValueOrDefault("device", ""), name);
                var own = Usual.Contains(end) ? before : $"{before}_{end}".Trim('_');
                // "-" is no letter of most names; doubled, it does not make two names alike.
                var suffix = own.Length == 0 ? "" : "-" + own.Replace("-", "--", StringComparison.Ordinal).Replace('_', '-');
                readings.Add(readingType, readings.Plain(message), unit == "C" ? options.TemperatureUnit : unit, suffix);
            }

            return;
        }
    }
}
