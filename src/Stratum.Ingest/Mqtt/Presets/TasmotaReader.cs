using System.Collections.Frozen;
using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>
/// Tasmota's telemetry: one object for each sensor chip, units as siblings of the chips, civil time without an offset
/// (INGEST, section 4; the names are those of the firmware's sensor drivers).
/// </summary>
internal sealed class TasmotaReader(MqttReaderOptions options) : IMqttReader
{
    private static readonly FrozenDictionary<string, (string ReadingType, string Unit)> Fields = new Dictionary<string, (string, string)>
    {
        ["Temperature"] = ("temperature", "TempUnit"),
        ["Humidity"] = ("humidity", "%"),
        ["DewPoint"] = ("dew_point", "TempUnit"),
        ["Pressure"] = ("pressure", "PressureUnit"),
        ["SeaPressure"] = ("pressure_sea_level", "PressureUnit"),
        ["Illuminance"] = ("light_level", "lux"),
        ["CarbonDioxide"] = ("co2", "ppm"),
        ["PM1"] = ("pm1_0", "ug/m3"),
        ["PM2.5"] = ("pm2_5", "ug/m3"),
        ["PM4"] = ("pm4_0", "ug/m3"),
        ["PM10"] = ("pm10", "ug/m3"),
        ["UvIndex"] = ("uv_index", "1"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Chips whose temperature is their own, not the air's: a processor's is never an observation, a CO2 module's is a further sensor.
    private static readonly FrozenSet<string> Processors = new[] { "ESP32", "ENERGY" }.ToFrozenSet();
    private static readonly FrozenSet<string> WarmModules = new[] { "MHZ19B", "S8" }.ToFrozenSet();

    private readonly TopicTemplate[] _templates = options.Template is { } own
        ? [own]
        : [TopicTemplate.Parse("tele/{device}/SENSOR"), TopicTemplate.Parse("{device}/tele/SENSOR")];

    public IReadOnlyList<string> Filters => [.. _templates.Select(template => template.Filter)];

    public void Read(MqttMessage message, MqttReadings readings)
    {
        var captures = new Dictionary<string, string>();
        if (!_templates.Any(template => template.TryMatch(message.Topic, captures)) || message.Root is not { } root)
        {
            return;
        }

        readings.Device = captures.GetValueOrDefault("device", "");
        readings.Timestamp = MessageTime.Read(MessageValue.Member(root, "Time"), options.Zone);
        var temperatureUnit = UnitOf(root, "TempUnit", "C");
        var pressureUnit = UnitOf(root, "PressureUnit", "hPa");
        foreach (var (chip, values) in MessageValue.Members(root))
        {
            if (values.ValueKind == JsonValueKind.Object && !Processors.Contains(chip))
            {
                ReadChip(chip, values, temperatureUnit, pressureUnit, readings);
            }
        }
    }

    private static void ReadChip(string chip, JsonElement values, string temperatureUnit, string pressureUnit, MqttReadings readings)
    {
        foreach (var (name, value) in MessageValue.Members(values))
        {
            if (!Fields.TryGetValue(name, out var field))
            {
                continue;
            }

            var unit = field.Unit switch { "TempUnit" => temperatureUnit, "PressureUnit" => pressureUnit, _ => field.Unit };
            // The place is taken even when the chip has no value now: who comes second must not become first for a message.
            var isFirst = !(WarmModules.Contains(chip) && name == "Temperature") && readings.Claim(field.ReadingType);
            readings.Add(field.ReadingType, MessageValue.NumberOf(value), unit, isFirst ? "" : "-" + SuffixOf(chip));
        }
    }

    private static string SuffixOf(string chip) => chip.ToLowerInvariant();

    private static string UnitOf(JsonElement root, string name, string otherwise)
    {
        var text = MessageValue.TextOf(MessageValue.Member(root, name));
        return text.Length > 0 ? text : otherwise;
    }
}
