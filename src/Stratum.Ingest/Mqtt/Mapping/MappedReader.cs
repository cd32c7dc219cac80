namespace Stratum.Ingest;

/// <summary>Reads messages by the mapping that a [[sensors]] table writes down: topic with captures, paths, units, time.</summary>
internal sealed class MappedReader(
    TopicTemplate template, string? deviceId, IReadOnlyList<ValueMapping> values, JsonPath? timePath, TimeZoneInfo zone) : IMqttReader
{
    public IReadOnlyList<string> Filters => [template.Filter];

    public void Read(MqttMessage message, MqttReadings readings)
    {
        var captures = new Dictionary<string, string>();
        if (!template.TryMatch(message.Topic, captures))
        {
            return;
        }

        readings.Device = Fill(deviceId ?? (captures.ContainsKey("device") ? "{device}" : ""), captures);
        if (timePath is not null && message.Root is { } root && timePath.Find(root) is { } time)
        {
            readings.Timestamp = MessageTime.Read(time, zone);
        }

        foreach (var value in values)
        {
            value.Read(message, captures.GetValueOrDefault("field", ""), readings);
        }
    }

    /// <summary>Puts captures in the place of their names.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> captures)
    {
        foreach (var (name, value) in captures)
        {
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
