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
        // RG-15 rain gauge.
        ["Total"] = ("rain_total", "mm"),
        ["FlowRate"] = ("rain_rate", "mm/h"),
        ["UvIndex"] = ("uv_index", "1"),
        // SPS30 and Plantower modules.
        ["PM1_0"] = ("pm1_0", "ug/m3"),
        ["PM2_5"] = ("pm2_5", "ug/m3"),
        ["PM4_0"] = ("pm4_0", "ug/m3"),
        ["PB0.3"] = ("particles_0_3um", "count/0.1L"),
        ["PB0.5"] = ("particles_0_5um", "count/0.1L"),
        ["PB1"] = ("particles_1_0um", "count/0.1L"),
        ["PB2.5"] = ("particles_2_5um", "count/0.1L"),
        ["PB5"] = ("particles_5_0um", "count/0.1L"),
        ["PB10"] = ("particles_10um", "count/0.1L"),
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
            if (chip == "ZbReceived")
            {
                ReadZigbee(values, readings);
            }
            else if (values.ValueKind == JsonValueKind.Object && !Processors.Contains(chip))
            {
                ReadChip(chip, values, temperatureUnit, pressureUnit, readings);
                ReadWind(values, UnitOf(root, "SpeedUnit", "km/h"), readings);
            }
        }
    }

    private static void ReadChip(string chip, JsonElement values, string temperatureUnit, string pressureUnit, MqttReadings readings)
    {
        var isRemote = (MessageValue.Member(values, "mac") ?? MessageValue.Member(values, "MAC")) is not null;
        foreach (var (name, value) in MessageValue.Members(values))
        {
            // Other modules total other things: energy, water, gas.
            if (!Fields.TryGetValue(name, out var field) || (field.ReadingType.StartsWith("rain", StringComparison.Ordinal) && !IsRainGauge(chip)))
            {
                continue;
            }

            var unit = field.Unit switch { "TempUnit" => temperatureUnit, "PressureUnit" => pressureUnit, _ => field.Unit };
            // The place is taken even when the chip has no value now: who comes second must not become first for a message. A Bluetooth sensor
            // is in some messages only, and never the first.
            var isFurther = isRemote || (WarmModules.Contains(chip) && name == "Temperature");
            var isFirst = !isFurther && readings.Claim(field.ReadingType);
            readings.Add(field.ReadingType, MessageValue.NumberOf(value), unit, isFirst ? "" : "-" + SuffixOf(chip));
        }
    }

    // A Zigbee bridge tells of one device at a time, by its name where it has one. Illuminance is the raw logarithm of the Zigbee cluster.
    private static void ReadZigbee(JsonElement devices, MqttReadings readings)
    {
        var bridge = readings.Device;
        foreach (var (address, values) in MessageValue.Members(devices))
        {
            var name = MessageValue.TextOf(MessageValue.Member(values, "Name"));
            readings.Device = $"{bridge}-{(name.Length > 0 ? name : address)}";
            readings.Add("temperature", MessageValue.NumberOf(MessageValue.Member(values, "Temperature")), "C");
            readings.Add("humidity", MessageValue.NumberOf(MessageValue.Member(values, "Humidity")), "%");
            readings.Add("pressure", MessageValue.NumberOf(MessageValue.Member(values, "Pressure")), "hPa");
        }

        readings.Device = bridge;
    }

    private static bool IsRainGauge(string chip) => chip.StartsWith("RG-15", StringComparison.Ordinal);

    // TX20, TX23 and WS2300 anemometers.
    private static void ReadWind(JsonElement values, string speedUnit, MqttReadings readings)
    {
        var (speed, direction) = (MessageValue.Member(values, "Speed"), MessageValue.Member(values, "Dir"));
        if (speed is not { ValueKind: JsonValueKind.Object } || !readings.Claim("wind_speed"))
        {
            return;
        }

        var now = MessageValue.NumberOf(MessageValue.Member(speed, "Act"));
        readings.Add("wind_speed", now, speedUnit);
        readings.Add("wind_gust", MessageValue.NumberOf(MessageValue.Member(speed, "Max")), speedUnit);
        // A vane that stands still in a calm shows the last wind.
        readings.Add("wind_direction", now is 0 ? null : MessageValue.NumberOf(MessageValue.Member(direction, "Deg")), "deg");
    }

    private static string SuffixOf(string chip) => chip.ToLowerInvariant();

    private static string UnitOf(JsonElement root, string name, string otherwise)
    {
        var text = MessageValue.TextOf(MessageValue.Member(root, name));
        return text.Length > 0 ? text : otherwise;
    }
}
