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

    /// <summary>Every sensor of the message that is an observation of the environment and whose value can be found.</summary>
    public static IEnumerable<HomeAssistantEntity> Read(string topic, string component, string objectId, JsonElement root)
    {
        var origin = Member(root, "origin", "o");
        if (MessageValue.TextOf(MessageValue.Member(origin, "name")) == OwnOrigin)
        {
            yield break;
        }

        var device = DeviceOf(Member(root, "device", "dev")) ?? objectId;
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

    private static HomeAssistantEntity? EntityOf(string key, JsonElement root, JsonElement part, string device, string objectId)
    {
        // Diagnostic entities are the device's own state: heat of its processor, battery.
        if (Text(part, "entity_category", "ent_cat").Length > 0
            || HomeAssistantClasses.ReadingTypeOf(Text(part, "device_class", "dev_cla"), Text(part, "state_class", "stat_cla")) is not { } readingType
            || HomeAssistantClasses.UnitOf(Text(part, "unit_of_measurement", "unit_of_meas"), readingType) is not { } unit
            || !HomeAssistantTemplate.TryParse(Text(part, "value_template", "val_tpl"), out var path))
        {
            return null;
        }

        var state = Text(part, "state_topic", "stat_t");
        state = state.Length > 0 ? state : Text(root, "state_topic", "stat_t");
        var baseTopic = MessageValue.TextOf(MessageValue.Member(part, "~") ?? MessageValue.Member(root, "~"));
        state = state.StartsWith('~') ? baseTopic + state[1..] : state.EndsWith('~') ? state[..^1] + baseTopic : state;
        return state.Length is 0 or > 512 || state.AsSpan().IndexOfAny("+#\0") >= 0
            ? null
            : new HomeAssistantEntity(key, device, objectId, state, path, readingType, unit);
    }

    private static string? DeviceOf(JsonElement? device)
    {
        var identifiers = Member(device, "identifiers", "ids");
        var first = identifiers is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : identifiers;
        var text = MessageValue.TextOf(first);
        if (text.Length == 0 && Member(device, "connections", "cns") is { ValueKind: JsonValueKind.Array } connections && connections.GetArrayLength() > 0
            && connections[0] is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() > 1)
        {
            text = MessageValue.TextOf(pair[1]);
        }

        text = text.Length > 0 ? text : MessageValue.TextOf(MessageValue.Member(device, "name"));
        return text.Length > 0 ? text : null;
    }

    private static string Text(JsonElement element, string name, string abbreviation) => MessageValue.TextOf(Member(element, name, abbreviation));

    private static JsonElement? Member(JsonElement? element, string name, string abbreviation) =>
        MessageValue.Member(element, name) ?? MessageValue.Member(element, abbreviation);
}
