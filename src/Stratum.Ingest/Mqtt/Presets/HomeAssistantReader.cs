using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>Learns from Home Assistant's discovery messages which topics carry which quantity, and reads those.</summary>
internal sealed class HomeAssistantReader : IMqttDiscovery
{
    // A large home has some thousand entities; a stranger's inventions must not fill the memory.
    private const int EntitiesMax = 4096;

    // The names under which devices' state messages have their time: Tasmota, Zigbee2MQTT, others.
    private static readonly string[] TimeNames = ["Time", "last_seen", "timestamp", "time"];

    private readonly TopicTemplate _short;
    private readonly TopicTemplate _long;
    private readonly TimeZoneInfo _zone;
    private readonly Dictionary<string, HomeAssistantEntity> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<HomeAssistantEntity>> _byTopic = new(StringComparer.Ordinal);
    private List<string> _newFilters = [];

    public HomeAssistantReader(MqttReaderOptions options)
    {
        _short = options.Template ?? TopicTemplate.Parse("homeassistant/{component}/{object}/config");
        _long = options.Template ?? TopicTemplate.Parse("homeassistant/{component}/{node}/{object}/config");
        _zone = options.Zone;
    }

    public IReadOnlyList<string> DiscoveryFilters => [.. new[] { _short.Filter, _long.Filter }.Distinct()];

    public IReadOnlyList<string> Filters => [.. DiscoveryFilters, .. _byTopic.Keys];

    public IReadOnlyList<string> TakeNewFilters()
    {
        var taken = _newFilters;
        _newFilters = [];
        return taken;
    }

    public void Read(MqttMessage message, MqttReadings readings)
    {
        var captures = new Dictionary<string, string>();
        if (_short.TryMatch(message.Topic, captures) || _long.TryMatch(message.Topic, captures))
        {
            Learn(message, captures.GetValueOrDefault("component", ""), captures.GetValueOrDefault("object", ""), readings);
            return;
        }

        if (!_byTopic.TryGetValue(message.Topic, out var entities))
        {
            return;
        }

        readings.Timestamp = TimeNames.Select(name => MessageTime.Read(MessageValue.Member(message.Root, name), _zone)).FirstOrDefault(time =>
            time is not null);
        // By key, not by the order in which the broker told of them: who has the plain name must not depend on that.
        foreach (var entity in entities.OrderBy(entity => entity.Key, StringComparer.Ordinal))
        {
            readings.Device = entity.Device;
            var value = entity.Path is null
                ? MessageValue.LenientNumberOf(message.Text)
                : MessageValue.LenientNumberOf(message.Root is { } root ? entity.Path.Find(root) : null);
            readings.Add(entity.ReadingType, value, entity.Unit, IsFirst(entity) ? "" : "-" + entity.ObjectId);
        }
    }

    private bool IsFirst(HomeAssistantEntity entity) => !_entities.Values.Any(other =>
        other.Device == entity.Device && other.ReadingType == entity.ReadingType && string.CompareOrdinal(other.Key, entity.Key) < 0);

    private void Learn(MqttMessage message, string component, string objectId, MqttReadings readings)
    {
        foreach (var key in _entities.Keys.Where(key => key == message.Topic || key.StartsWith(message.Topic + "\n", StringComparison.Ordinal)).ToList())
        {
            Forget(key);
        }

        // An empty message takes an entity back.
        if (message.Root is not { ValueKind: JsonValueKind.Object } root || component is not ("sensor" or "device"))
        {
            return;
        }

        foreach (var entity in HomeAssistantConfig.Read(message.Topic, component, objectId, root))
        {
            if (_entities.Count == EntitiesMax)
            {
                readings.Problem = $"more than {EntitiesMax} entities are announced; the rest is not read";
                return;
            }

            _entities[entity.Key] = entity;
            if (!_byTopic.TryGetValue(entity.StateTopic, out var same))
            {
                _byTopic[entity.StateTopic] = same = [];
                _newFilters.Add(entity.StateTopic);
            }

            same.Add(entity);
        }
    }

    private void Forget(string key)
    {
        if (_entities.Remove(key, out var old))
        {
            _byTopic[old.StateTopic].Remove(old);
        }
    }
}
