using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// rtl_433: JSON events, or one topic per field. Units are suffixes of the names and may be mixed in one message. Every frame is sent
/// several times and heard by several receivers, so the receiver's name is no part of device_id and the same reading is one. A numbered field
/// (temperature_1_C) is that of a sensor of its own, -ch1, also when there is none without a number.
/// </summary>
internal sealed class Rtl433Reader(MqttReaderOptions options) : IMqttReader
{
    private readonly TopicTemplate[] _templates = options.Template is { } own
        ? [own]
        : [TopicTemplate.Parse("rtl_433/{_}/events"), TopicTemplate.Parse("rtl_433/{_}/devices/{path...}")];

    public IReadOnlyList<string> Filters => [.. _templates.Select(template => template.Filter)];

    public void Read(MqttMessage message, MqttReadings readings)
    {
        var captures = new Dictionary<string, string>();
        if (!_templates.Any(template => template.TryMatch(message.Topic, captures)))
        {
            return;
        }

        if (message.Damage is { } damage)
        {
            // What is lost may be a part of the device's name.
            readings.Problem = damage;
        }
        else if (message.Root is { ValueKind: JsonValueKind.Object } root)
        {
            ReadEvent(root, readings);
        }
        else if (captures.TryGetValue("path", out var path))
        {
            ReadField(path.Split('/'), message.Text, readings);
        }
        else
        {
            readings.MissJson(message);
        }
    }

    private void ReadEvent(JsonElement root, MqttReadings readings)
    {
        // A tyre's temperature and pressure are no weather.
        if (MessageValue.TextOf(MessageValue.Member(root, "type")) == "TPMS")
        {
            return;
        }

        string[] parts = [TextOf(root, "model"), TextOf(root, "channel"), TextOf(root, "id")];
        readings.Device = string.Join('-', parts.Where(part => part.Length > 0));
        readings.Timestamp = MessageTime.Read(MessageValue.Member(root, "time"), options.Zone);
        var sensorType = TextOf(root, "sensor_type");
        var fields = MessageValue.Members(root).Select(member => (Known: KnownFields.Find(member.Name), member.Value)).Where(field => field.Known is not null);
        // Some decoders give a value in two units; the registry's own stands alone then.
        var taken = new HashSet<(string Stem, string Sensor)>();
        foreach (var (known, value) in fields.OrderBy(field => field.Known!.Value.Unit is "C" or "hPa" or "mm" or "m/s" or "lux" ? 0 : 1))
        {
            if (MessageValue.LenientNumberOf(value) is { } number && taken.Add((known!.Value.Stem, known.Value.Sensor)))
            {
                Add(known.Value, parts[0], sensorType, number, readings);
            }
        }
    }

    // devices[/type][/model][/subtype][/channel][/id]/field
    private static void ReadField(string[] levels, string text, MqttReadings readings)
    {
        if (levels.Length < 2 || Array.IndexOf(levels, "TPMS") >= 0 || KnownFields.Find(levels[^1]) is not { } field)
        {
            return;
        }

        // The subtype (or protocol number) is no part of the device's name, as it is none in an event.
        readings.Device = string.Join('-', levels.Length == 5 ? [levels[0], levels[2], levels[3]] : levels[..^1]);
        if (MessageValue.LenientNumberOf(text) is { } number)
        {
            Add(field, levels[0], "", number, readings);
        }
    }

    private static void Add(KnownFields.Field field, string model, string sensorType, double value, MqttReadings readings)
    {
        if (Rtl433Models.ReadingTypeOf(model, sensorType, field) is { } readingType && !Rtl433Models.IsNoValue(model, field, value))
        {
            var suffix = field.Sensor.Length > 0 ? "-ch" + field.Sensor : "";
            readings.Add(readingType, value, field.Unit, suffix, Rtl433Models.IsProbe(model, sensorType) ? Deployments.ProbeType : null);
        }
    }

    private static string TextOf(JsonElement root, string name) => MessageValue.TextOf(MessageValue.Member(root, name));
}
