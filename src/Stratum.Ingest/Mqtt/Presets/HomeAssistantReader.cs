using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>
/// Learns from Home Assistant's discovery messages which topics carry which quantity, and reads those. What an entity is called its own announcement says
/// (<see cref="HomeAssistantNames"/>); announcements that come or go rename no other.
/// </summary>
internal sealed class HomeAssistantReader : IMqttDiscovery
{
    // A large home has some thousand entities; a stranger's inventions must not fill the memory.
    private const int EntitiesMax = 4096;

    // Bridges have one wildcard for all their receivers; each is compared with every message.
    private const int WildcardsMax = 256;

    // The names under which devices' state messages have their time: Tasmota, Zigbee2MQTT, others.
    private static readonly string[] TimeNames = ["Time", "last_seen", "timestamp", "time"];

    private readonly TopicTemplate _short;
    private readonly TopicTemplate _long;
    private readonly TimeZoneInfo _zone;
    private readonly Dictionary<string, HomeAssistantEntity> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<HomeAssistantEntity>> _byTopic = new(StringComparer.Ordinal);
    private readonly Dictionary<(string DeviceId, string ReadingType), List<HomeAssistantEntity>> _byName = [];
    private readonly List<(string Filter, string[] Levels)> _wildcards = [];
    private readonly HomeAssistantHolders _holders;
    private List<string> _newFilters = [];

    public HomeAssistantReader(MqttReaderOptions options)
    {
        _short = options.Template ?? TopicTemplate.Parse("homeassistant/{component}/{object}/config");
        _long = options.Template ?? TopicTemplate.Parse("homeassistant/{component}/{node}/{object}/config");
        _zone = options.Zone;
        _holders = new HomeAssistantHolders(options.Memory);
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
            Learn(message, captures, readings);
            return;
        }

        var entities = EntitiesOf(message);
        if (entities.Count == 0)
        {
            readings.PassedOver = "is of no entity that is announced";
            return;
        }

        readings.Timestamp = TimeNames.Select(name => MessageTime.Read(MessageValue.Member(message.Root, name), _zone)).FirstOrDefault(time =>
            time is not null);
        foreach (var entity in entities)
        {
            readings.Device = entity.Device;
            if (ValueOf(entity, message, readings) is { } value && _holders.SuffixOf(entity, _byName[NameOf(entity)]) is { } suffix)
            {
                readings.Add(entity.ReadingType, value, entity.Unit, suffix, entity.Deployment);
            }
        }
    }

    private static (string DeviceId, string ReadingType) NameOf(HomeAssistantEntity entity) => (entity.Device + entity.Suffix, entity.ReadingType);

    private static double? ValueOf(HomeAssistantEntity entity, MqttMessage message, MqttReadings readings)
    {
        if (entity.Path is null)
        {
            return readings.Plain(message);
        }

        if (message.Root is { } root && message.IsStructured)
        {
            return MessageValue.LenientNumberOf(entity.Path.Find(root));
        }

        readings.MissJson(message);
        return null;
    }

    private List<HomeAssistantEntity> EntitiesOf(MqttMessage message)
    {
        var entities = new List<HomeAssistantEntity>(_byTopic.GetValueOrDefault(message.Topic) ?? []);
        foreach (var (filter, levels) in _wildcards)
        {
            if (TopicFilter.Matches(levels, message.Levels))
            {
                entities.AddRange(_byTopic[filter]);
            }
        }

        return entities;
    }

    private void Learn(MqttMessage message, Dictionary<string, string> captures, MqttReadings readings)
    {
        var component = captures.GetValueOrDefault("component", "");
        // Of a damaged announcement the names may be what is lost; the one of before holds.
        if (message.Damage is { } damage)
        {
            readings.Problem = damage;
            return;
        }

        foreach (var key in _entities.Keys.Where(key => key == message.Topic || key.StartsWith(message.Topic + "\n", StringComparison.Ordinal)).ToList())
        {
            Forget(key);
        }

        // An empty message takes an entity back.
        if (message.Root is not { ValueKind: JsonValueKind.Object } root)
        {
            readings.MissJson(message);
            return;
        }

        readings.PassedOver = "announces no quantity of the environment, or one that a template computes";
        if (component is not ("sensor" or "device"))
        {
            return;
        }

        foreach (var entity in HomeAssistantConfig.Read(
            message.Topic, component, captures.GetValueOrDefault("node", ""), captures.GetValueOrDefault("object", ""), root))
        {
            if (_entities.Count == EntitiesMax || (_byTopic.Count == EntitiesMax && !_byTopic.ContainsKey(entity.StateTopic)))
            {
                readings.Problem = $"more than {EntitiesMax} entities are announced; the rest is not read";
                return;
            }

            if (!_byTopic.TryGetValue(entity.StateTopic, out var same))
            {
                if (TopicFilter.HasWildcards(entity.StateTopic))
                {
                    if (_wildcards.Count == WildcardsMax)
                    {
                        readings.Problem = $"has the wildcard number {WildcardsMax + 1} in state topics; {WildcardsMax} are read";
                        continue;
                    }

                    _wildcards.Add((entity.StateTopic, entity.StateTopic.Split('/')));
                }

                _byTopic[entity.StateTopic] = same = [];
                _newFilters.Add(entity.StateTopic);
            }

            readings.IsAnnouncement = true;
            _entities[entity.Key] = entity;
            same.Add(entity);
            if (!_byName.TryGetValue(NameOf(entity), out var alike))
            {
                _byName[NameOf(entity)] = alike = [];
            }

            alike.Add(entity);
        }
    }

    private void Forget(string key)
    {
        if (_entities.Remove(key, out var old))
        {
            _byTopic[old.StateTopic].Remove(old);
            var alike = _byName[NameOf(old)];
            alike.Remove(old);
            if (alike.Count == 0)
            {
                _byName.Remove(NameOf(old));
            }
        }
    }
}
