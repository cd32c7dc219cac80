using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>
/// Shelly devices: generation 2 and later by RPC notifications and status topics, whose keys name component and number
/// ("temperature:0"); generation 1 by one plain topic per value. A device's own heat (switch:0, shellies/x/temperature) is not read.
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
            readings.Device = captures["device"];
            var parameters = MessageValue.Member(message.Root, "params");
            readings.Timestamp = MessageTime.Read(MessageValue.Member(parameters, "ts"), options.Zone);
            foreach (var (name, component) in MessageValue.Members(parameters))
            {
                ReadComponent(name, component, readings);
            }
        }
        else if (Plain.TryMatch(message.Topic, captures))
        {
            readings.Device = captures["device"];
            ReadPlain(captures["field"], MessageValue.NumberOf(message.Text), "", readings);
        }
        else if (message.Levels[0] == "shellies" && External.TryMatch(message.Topic, captures)
            && captures["kind"] is "ext_temperature" or "ext_humidity")
        {
            readings.Device = captures["device"];
            ReadPlain(captures["kind"][4..], MessageValue.NumberOf(message.Text), SuffixOf(captures["number"]), readings);
        }
        else if (States.TryMatch(message.Topic, captures) && message.Root is { } component)
        {
            readings.Device = captures["device"];
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
            case "temperature" when MessageValue.NumberOf(MessageValue.Member(component, "tC")) is { } celsius:
                readings.Add("temperature", celsius, "C", suffix);
                break;
            case "temperature":
                readings.Add("temperature", MessageValue.NumberOf(MessageValue.Member(component, "tF")), "F", suffix);
                break;
            case "humidity":
                readings.Add("humidity", MessageValue.NumberOf(MessageValue.Member(component, "rh")), "%", suffix);
                break;
            case "illuminance":
                readings.Add("light_level", MessageValue.NumberOf(MessageValue.Member(component, "lux")), "lux", suffix);
                break;
        }
    }

    private void ReadPlain(string field, double? value, string suffix, MqttReadings readings)
    {
        switch (field)
        {
            case "temperature":
                readings.Add("temperature", value, options.TemperatureUnit, suffix);
                break;
            case "humidity":
                readings.Add("humidity", value, "%", suffix);
                break;
            case "lux":
                readings.Add("light_level", value, "lux", suffix);
                break;
        }
    }

    private static string SuffixOf(string number) => number == "0" ? "" : "-ch" + number;
}
