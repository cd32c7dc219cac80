using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>
/// Zigbee2MQTT: a JSON object per device, or one topic per attribute. Names of devices may contain '/'. There is a time only with
/// last_seen (INGEST, section 4).
/// </summary>
internal sealed class Zigbee2MqttReader(MqttReaderOptions options) : IMqttReader
{
    private static readonly FrozenDictionary<string, (string ReadingType, string Unit)> Fields = new Dictionary<string, (string, string)>
    {
        ["temperature"] = ("temperature", "C"),
        ["humidity"] = ("humidity", "%"),
        ["pressure"] = ("pressure", "hPa"),
        ["dew_point"] = ("dew_point", "C"),
        ["illuminance_lux"] = ("light_level", "lux"),
        ["illuminance"] = ("light_level", "lux"),
        ["co2"] = ("co2", "ppm"),
        ["pm1"] = ("pm1_0", "ug/m3"),
        ["pm25"] = ("pm2_5", "ug/m3"),
        ["pm10"] = ("pm10", "ug/m3"),
        ["soil_moisture"] = ("soil_moisture", "%"),
        ["soil_temperature"] = ("soil_temperature", "C"),
        ["wind_speed"] = ("wind_speed", "m/s"),
        ["wind_direction"] = ("wind_direction", "deg"),
        ["uv_index"] = ("uv_index", "1"),
        ["pm4"] = ("pm4_0", "ug/m3"),
        ["voc_index"] = ("voc_index", "index"),
        ["noise"] = ("noise_level", "dB"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly TopicTemplate _template = options.Template ?? TopicTemplate.Parse("zigbee2mqtt/{device...}");

    public IReadOnlyList<string> Filters => [_template.Filter];

    public void Read(MqttMessage message, MqttReadings readings)
    {
        var captures = new Dictionary<string, string>();
        if (!_template.TryMatch(message.Topic, captures) || captures.GetValueOrDefault("device", "") is not { Length: > 0 } device
            || device.StartsWith("bridge/", StringComparison.Ordinal) || message.Levels[^1] is "set" or "get" or "availability")
        {
            return;
        }

        if (message.Root is { ValueKind: System.Text.Json.JsonValueKind.Object } root)
        {
            readings.NameDevice(device);
            readings.Timestamp = MessageTime.Read(MessageValue.Member(root, "last_seen"), options.Zone);
            foreach (var (name, value) in MessageValue.Members(root))
            {
                // Old versions send the raw scale as illuminance and the lux beside it.
                if (name != "illuminance" || MessageValue.Member(root, "illuminance_lux") is null)
                {
                    Add(name, MessageValue.LenientNumberOf(value), readings);
                }
            }

            return;
        }

        var slash = device.LastIndexOf('/');
        if (message.Damage is { } damage)
        {
            readings.Problem = damage;
        }
        else if (slash > 0)
        {
            readings.NameDevice(device[..slash]);
            var name = device[(slash + 1)..];
            if (name == "illuminance")
            {
                // Lux in version 2, a logarithm in version 1, where illuminance_lux stands beside it: a topic of its own does not say which.
                return;
            }

            Add(name, MessageValue.LenientNumberOf(message.Text), readings);
        }
    }

    private void Add(string name, double? value, MqttReadings readings)
    {
        var (stem, suffix) = (name, "");
        if (!Fields.ContainsKey(stem) && EndpointOf(name) is { Length: > 0 } endpoint)
        {
            (stem, suffix) = (name[..^(endpoint.Length + 1)], "-" + endpoint);
        }

        if (Fields.TryGetValue(stem, out var field))
        {
            readings.Add(field.ReadingType, value, field.Unit == "C" ? options.TemperatureUnit : field.Unit, suffix);
        }
    }

    // temperature_2, temperature_l2: a further endpoint of the device.
    private static string EndpointOf(string name)
    {
        var end = name[(name.LastIndexOf('_') + 1)..];
        return end.Length < name.Length && end.Length is 1 or 2 && char.IsAsciiDigit(end[^1]) && (end.Length == 1 || end[0] == 'l' || char.IsAsciiDigit(end[0]))
            ? end
            : "";
    }
}
