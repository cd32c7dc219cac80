using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Tasmota's telemetry: one object for each sensor chip, units as siblings of the chips, civil time without an offset
/// (INGEST, section 4; the names are those of the firmware's sensor drivers). A sensor is named by its own Id or address where it tells one, since the
/// firmware numbers chips by their count; else by its key. None has the plain name of the device, not even when it is alone.
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

    // Shorter words are numbers of inputs, not identities; the longest address has 16 bytes.
    private const int IdCharactersMin = 4;
    private const int IdCharactersMax = 40;

    // Chips whose temperature is their own, not the air's: a processor's is never an observation, a CO2 module's is that of a probe.
    private static readonly FrozenSet<string> Processors = new[] { "ESP32", "ENERGY" }.ToFrozenSet();
    private static readonly FrozenSet<string> WarmModules = new[] { "MHZ19B", "S8" }.ToFrozenSet();

    // Devices whose units are remembered; a stranger's inventions must not fill the memory.
    private const int DevicesMax = 4096;

    private static readonly Units Usual = new("C", "hPa", "km/h");

    private readonly ConcurrentDictionary<string, Units> _units = new(StringComparer.Ordinal);
    private readonly TopicTemplate[] _templates = options.Template is { } own
        ? [own]
        : [TopicTemplate.Parse("tele/{device}/SENSOR"), TopicTemplate.Parse("{device}/tele/SENSOR")];

    public IReadOnlyList<string> Filters => [.. _templates.Select(template => template.Filter)];

    public void Read(MqttMessage message, MqttReadings readings)
    {
        var captures = new Dictionary<string, string>();
        if (!_templates.Any(template => template.TryMatch(message.Topic, captures)))
        {
            return;
        }

        if (message.Root is not { ValueKind: JsonValueKind.Object } root)
        {
            readings.MissJson(message);
            return;
        }

        readings.NameDevice(captures.GetValueOrDefault("device", ""));
        readings.Timestamp = MessageTime.Read(MessageValue.Member(root, "Time"), options.Zone);
        var units = UnitsOf(readings.Device, root, message.Damage is not null);
        foreach (var (chip, values) in MessageValue.Members(root))
        {
            if (chip == "ZbReceived")
            {
                ReadZigbee(values, readings);
            }
            else if (values.ValueKind == JsonValueKind.Object && !Processors.Contains(chip)
                && SuffixOf(chip, values, message.Damage is not null) is { } suffix)
            {
                ReadChip(chip, suffix, values, units, readings);
                ReadWind(suffix, values, units.Speed, readings);
            }
        }
    }

    private static void ReadChip(string chip, string suffix, JsonElement values, Units units, MqttReadings readings)
    {
        foreach (var (name, value) in MessageValue.Members(values))
        {
            // Other modules total other things: energy, water, gas.
            if (!Fields.TryGetValue(name, out var field) || (field.ReadingType.StartsWith("rain", StringComparison.Ordinal) && !IsRainGauge(chip)))
            {
                continue;
            }

            var unit = field.Unit switch { "TempUnit" => units.Temperature, "PressureUnit" => units.Pressure, _ => field.Unit };
            var number = MessageValue.LenientNumberOf(value);
            if (!IsUnread(chip, name, number, unit))
            {
                readings.Add(
                    field.ReadingType, number, unit, suffix, WarmModules.Contains(chip) && name == "Temperature" ? Deployments.ProbeType : null);
            }
        }
    }

    private static bool IsUnread(string chip, string name, double? value, string unit) =>
        value is { } number && name == "Temperature" && chip.StartsWith("DS18", StringComparison.Ordinal)
        && Sentinels.IsUnreadProbe(unit == "F" ? Math.Round((number - 32) / 1.8, 6) : number);

    // A Zigbee bridge tells of devices by their address, whatever name the owner has given away: a name may go to another device. A sensor with
    // several endpoints measures in several places. Illuminance is the raw logarithm of the Zigbee cluster.
    private static void ReadZigbee(JsonElement devices, MqttReadings readings)
    {
        var bridge = readings.Device;
        foreach (var (address, values) in MessageValue.Members(devices))
        {
            var told = MessageValue.TextOf(MessageValue.Member(values, "Device"));
            readings.NameDevice($"{bridge}-{(told.Length > 0 ? told : address)}", MessageValue.TextOf(MessageValue.Member(values, "Name")));
            var endpoint = MessageValue.TextOf(MessageValue.Member(values, "Endpoint"));
            var suffix = endpoint is "" or "1" ? "" : $"-ep{endpoint}";
            readings.Add("temperature", MessageValue.LenientNumberOf(MessageValue.Member(values, "Temperature")), "C", suffix);
            readings.Add("humidity", MessageValue.LenientNumberOf(MessageValue.Member(values, "Humidity")), "%", suffix);
            readings.Add("pressure", MessageValue.LenientNumberOf(MessageValue.Member(values, "Pressure")), "hPa", suffix);
        }

        readings.NameDevice(bridge);
    }

    private static bool IsRainGauge(string chip) => chip.StartsWith("RG-15", StringComparison.Ordinal);

    // TX20, TX23 and WS2300 anemometers.
    private static void ReadWind(string suffix, JsonElement values, string speedUnit, MqttReadings readings)
    {
        var (speed, direction) = (MessageValue.Member(values, "Speed"), MessageValue.Member(values, "Dir"));
        if (speed is not { ValueKind: JsonValueKind.Object })
        {
            return;
        }

        var now = MessageValue.LenientNumberOf(MessageValue.Member(speed, "Act"));
        readings.Add("wind_speed", now, speedUnit, suffix);
        readings.Add("wind_gust", MessageValue.LenientNumberOf(MessageValue.Member(speed, "Max")), speedUnit, suffix);
        // A vane that stands still in a calm shows the last wind.
        readings.Add("wind_direction", now is 0 ? null : MessageValue.LenientNumberOf(MessageValue.Member(direction, "Deg")), "deg", suffix);
    }

    // Null where a damaged message may have lost the sensor's name.
    private static string? SuffixOf(string chip, JsonElement values, bool isDamaged)
    {
        foreach (var name in (ReadOnlySpan<string>)["Id", "ID", "mac", "MAC"])
        {
            // As it is told, without the colons of an address.
            var id = MessageValue.TextOf(MessageValue.Member(values, name)).Replace(":", "", StringComparison.Ordinal);
            if (id.Length is >= IdCharactersMin and <= IdCharactersMax && id.All(char.IsAsciiLetterOrDigit) && id.Any(c => c is not ('0' or 'f' or 'F')))
            {
                return "-" + id;
            }
        }

        return isDamaged && chip.StartsWith("DS18", StringComparison.Ordinal) ? null : "-" + chip.ToLowerInvariant();
    }

    // Units stand at the end of a message, where one that is cut off has lost them: then those of before hold.
    private Units UnitsOf(string device, JsonElement root, bool isDamaged)
    {
        var before = isDamaged ? _units.GetValueOrDefault(device, Usual) : Usual;
        var units = new Units(
            UnitOf(root, "TempUnit", before.Temperature), UnitOf(root, "PressureUnit", before.Pressure), UnitOf(root, "SpeedUnit", before.Speed));
        if (!isDamaged && (_units.Count < DevicesMax || _units.ContainsKey(device)))
        {
            _units[device] = units;
        }

        return units;
    }

    private static string UnitOf(JsonElement root, string name, string otherwise)
    {
        var text = MessageValue.TextOf(MessageValue.Member(root, name));
        return text.Length > 0 ? text : otherwise;
    }

    private sealed record Units(string Temperature, string Pressure, string Speed);
}
