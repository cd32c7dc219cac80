using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>
/// Shelly devices: generation 2 and later by RPC notifications and status topics, whose keys name component and number
/// ("temperature:0"); generation 1 by one plain topic per value. A device's own heat (switch:0, shellies/x/temperature) is not read. The number of a
/// component names its sensor: 0 is the device's own, further ones get -chN, those of generation 1's add-on -extN.
/// </summary>
internal sealed class ShellyReader(MqttReaderOptions options) : IMqttReader
{
    private static readonly TopicTemplate Events = TopicTemplate.Parse("{device}/events/rpc");
    private static readonly TopicTemplate States = TopicTemplate.Parse("{device}/status/{component}");
    private static readonly TopicTemplate Plain = TopicTemplate.Parse("shellies/{device}/sensor/{field}");
    private static readonly TopicTemplate External = TopicTemplate.Parse("shellies/{device}/{kind}/{number}");

    public IReadOnlyList<string> Filters { get; } =
        [Events.Filter, States.Filter, Plain.Filter, "shellies/+/ext_temperature/+", "shellies/+/ext_humidity/+"];

    public void Read(MqttMessage message, MqttReadings readings)
    {
        var captures = new Dictionary<string, string>();
        if (Events.TryMatch(message.Topic, captures))
        {
            readings.NameDevice(captures["device"]);
            if (!message.IsStructured)
            {
                readings.MissJson(message);
                return;
            }

            var parameters = MessageValue.Member(message.Root, "params");
            readings.Timestamp = MessageTime.Read(MessageValue.Member(parameters, "ts"), options.Zone);
            foreach (var (name, component) in MessageValue.Members(parameters))
            {
                ReadComponent(name, component, readings);
            }
        }
        else if (Plain.TryMatch(message.Topic, captures))
        {
            readings.NameDevice(captures["device"]);
            ReadPlain(captures["field"], message, "", readings);
        }
        else if (message.Levels[0] == "shellies" && External.TryMatch(message.Topic, captures)
            && captures["kind"] is "ext_temperature" or "ext_humidity")
        {
            readings.NameDevice(captures["device"]);
            ReadPlain(captures["kind"][4..], message, $"-ext{captures["number"]}", readings);
        }
        else if (States.TryMatch(message.Topic, captures) && message.Root is { } component)
        {
            readings.NameDevice(captures["device"]);
            ReadComponent(captures["component"], component, readings);
        }
    }

    private static void ReadComponent(string name, JsonElement component, MqttReadings readings)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return;
        }

        var suffix = SuffixOf(name[(colon + 1)..]);
        switch (name[..colon])
        {
            case "temperature" when MessageValue.LenientNumberOf(MessageValue.Member(component, "tC")) is { } celsius:
                readings.Add("temperature", celsius, "C", suffix);
                break;
            case "temperature":
                readings.Add("temperature", MessageValue.LenientNumberOf(MessageValue.Member(component, "tF")), "F", suffix);
                break;
            case "humidity":
                readings.Add("humidity", MessageValue.LenientNumberOf(MessageValue.Member(component, "rh")), "%", suffix);
                break;
            case "illuminance":
                readings.Add("light_level", MessageValue.LenientNumberOf(MessageValue.Member(component, "lux")), "lux", suffix);
                break;
        }
    }

    private void ReadPlain(string field, MqttMessage message, string suffix, MqttReadings readings)
    {
        switch (field)
        {
            case "temperature":
                readings.Add("temperature", readings.Plain(message), options.TemperatureUnit, suffix);
                break;
            case "humidity":
                readings.Add("humidity", readings.Plain(message), "%", suffix);
                break;
            case "lux":
                readings.Add("light_level", readings.Plain(message), "lux", suffix);
                break;
        }
    }

    private static string SuffixOf(string number) => number == "0" ? "" : "-ch" + number;
}
