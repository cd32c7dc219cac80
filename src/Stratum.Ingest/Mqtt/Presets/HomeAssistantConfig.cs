using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>
/// A discovery message (home-assistant.io, "MQTT discovery"): one entity, or a device with components; long names or abbreviations;
/// <c>~</c> stands for the base topic.
/// </summary>
internal static class HomeAssistantConfig
{
    /// <summary>What this program's own discovery messages have as origin: its output must not come back as its input.</summary>
    public const string OwnOrigin = "Stratum";

    // As long as a device_id may be with a suffix behind it.
    private const int NameCharactersMax = 100;

    /// <summary>Every sensor of the message that is an observation of the environment and whose value can be found.</summary>
    public static IEnumerable<HomeAssistantEntity> Read(string topic, string component, string nodeId, string objectId, JsonElement root)
    {
        var origin = Member(root, "origin", "o");
        if (MessageValue.TextOf(MessageValue.Member(origin, "name")) == OwnOrigin)
        {
            yield break;
        }

        var device = new Announced(Member(root, "device", "dev"), nodeId);
        if (component == "sensor")
        {
            if (EntityOf(topic, root, root, device, objectId) is { } entity)
            {
                yield return entity;
            }

            yield break;
        }

        foreach (var (name, part) in MessageValue.Members(Member(root, "components", "cmps")))
        {
            if (Text(part, "platform", "p") == "sensor" && EntityOf($"{topic}\n{name}", root, part, device, name) is { } entity)
            {
                yield return entity;
            }
        }
    }

    private static HomeAssistantEntity? EntityOf(string key, JsonElement root, JsonElement part, Announced device, string objectId)
    {
        // Diagnostic entities are the device's own state: heat of its processor, battery.
        if (Text(part, "entity_category", "ent_cat").Length > 0
            || HomeAssistantClasses.ReadingTypeOf(Text(part, "device_class", "dev_cla"), Text(part, "state_class", "stat_cla")) is not { } classType
            || !HomeAssistantTemplate.TryParse(Text(part, "value_template", "val_tpl"), out var path))
        {
            return null;
        }

        var uniqueId = Text(part, "unique_id", "uniq_id");
        List<string> words =
        [
            .. HomeAssistantNames.OwnWords(Text(part, "name", "name"), device.Names), .. HomeAssistantNames.OwnWords(uniqueId, device.Names),
            .. HomeAssistantNames.OwnWords(objectId, device.Names), .. SensorWords.Split(path?.LastName ?? ""),
        ];
        if (HomeAssistantClasses.ReadingTypeOf(classType, words) is not { } readingType
            || HomeAssistantClasses.UnitOf(Text(part, "unit_of_measurement", "unit_of_meas"), readingType) is not { } unit
            || StateTopicOf(root, part) is not { } state)
        {
            return null;
        }

        var place = device.NodeId.Length > 0 ? $"{device.NodeId}-{objectId}" : objectId;
        var identity = uniqueId.Length > 0 ? uniqueId : place;
        var deployment = SensorWords.DeploymentOf([.. words, .. device.Words]);
        return device.Id is { } id
            ? new HomeAssistantEntity(
                key, Shortened(id), identity, Shortened(HomeAssistantNames.SuffixOf(uniqueId, objectId, device.Names, readingType)),
                Shortened(HomeAssistantNames.LongSuffixOf(uniqueId, objectId, device.Names)), state, path, readingType, unit, deployment)
            : new HomeAssistantEntity(
                key, Shortened(identity), identity, "", "-" + Shortened(objectId), state, path, readingType, unit, deployment);
    }

    private static string? StateTopicOf(JsonElement root, JsonElement part)
    {
        var state = Text(part, "state_topic", "stat_t");
        state = state.Length > 0 ? state : Text(root, "state_topic", "stat_t");
        var baseTopic = MessageValue.TextOf(MessageValue.Member(part, "~") ?? MessageValue.Member(root, "~"));
        state = state.StartsWith('~') ? baseTopic + state[1..] : state.EndsWith('~') ? state[..^1] + baseTopic : state;
        return state.Length is > 0 and <= 512 && TopicFilter.IsValid(state) ? state : null;
    }

    // "|" is no character of a device_id.
    private static string Shortened(string name)
    {
        var shown = name.Replace('|', '_');
        return shown.Length <= NameCharactersMax ? shown : shown[..NameCharactersMax];
    }

    private static string Text(JsonElement element, string name, string abbreviation) => MessageValue.TextOf(Member(element, name, abbreviation));

    private static JsonElement? Member(JsonElement? element, string name, string abbreviation) =>
        MessageValue.Member(element, name) ?? MessageValue.Member(element, abbreviation);

    /// <summary>The device of an announcement.</summary>
    private sealed class Announced
    {
        public Announced(JsonElement? device, string nodeId)
        {
            var ids = TextsOf(Member(device, "identifiers", "ids"));
            var addresses = new List<string>();
            if (Member(device, "connections", "cns") is { ValueKind: JsonValueKind.Array } connections)
            {
                addresses = [.. connections.EnumerateArray().Where(pair => pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() > 1)
                    .Select(pair => MessageValue.TextOf(pair[1])).Where(text => text.Length > 0)];
            }

            var name = MessageValue.TextOf(MessageValue.Member(device, "name"));
            NodeId = nodeId;
            Id = ids.Concat(addresses).FirstOrDefault();
            Names = [.. ids, .. addresses, name, nodeId];
            Words = [.. SensorWords.Split(name), .. SensorWords.Split(nodeId), .. SensorWords.Split(Text(device ?? default, "suggested_area", "sa"))];
        }

        /// <summary>Its first identifier, else its first address; null: the entity stands for itself.</summary>
        public string? Id { get; }

        public string NodeId { get; }

        /// <summary>What its entities' names may repeat.</summary>
        public IReadOnlyList<string> Names { get; }

        public IReadOnlyList<string> Words { get; }

        private static List<string> TextsOf(JsonElement? texts) => texts switch
        {
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => MessageValue.TextOf(item)).Where(text => text.Length > 0)],
            _ when MessageValue.TextOf(texts) is { Length: > 0 } text => [text],
            _ => [],
        };
    }
}
