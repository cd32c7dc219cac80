namespace Stratum.Ingest;

/// <summary>
/// Which entity has a device_id and quantity, where the words of two come out as one ("tempc" and "tempf", "temp" and "temperature"). The one whose
/// values are in the series keeps the name for ever, also when it is not announced any more; another one gets a longer name.
/// </summary>
internal sealed class HomeAssistantHolders(AdapterMemory memory)
{
    // More than entities that can be known at once; what is forgotten is in the file.
    private const int HoldersMax = 8192;

    private readonly Dictionary<(string DeviceId, string ReadingType), string> _holders = [];

    /// <summary>
    /// The entity's suffix; null when the holder says the same in another unit. <paramref name="alike"/> are the known ones of the same device_id and
    /// quantity, itself among them.
    /// </summary>
    public string? SuffixOf(HomeAssistantEntity entity, IReadOnlyList<HomeAssistantEntity> alike)
    {
        var name = (entity.Device + entity.Suffix, entity.ReadingType);
        if (!_holders.TryGetValue(name, out var holder))
        {
            // The first value of the series: of those that are known the one in the registry's unit, then by id. Kept before it is signed.
            var first = alike.MinBy(other => $"{(IsRegistryUnit(other) ? 0 : 1)}{other.Identity}", StringComparer.Ordinal)!.Identity;
            if (_holders.Count == HoldersMax)
            {
                _holders.Clear();
            }

            _holders[name] = holder = memory.FindOrRemember($"homeassistant\n{name.Item1}\n{name.ReadingType}", first);
        }

        if (holder == entity.Identity)
        {
            return entity.Suffix;
        }

        return alike.Any(other => other.Identity == holder && other.StateTopic == entity.StateTopic && other.Unit != entity.Unit) ? null : entity.LongSuffix;
    }

    private static bool IsRegistryUnit(HomeAssistantEntity entity) => entity.Unit is "C" or "\u00b0C" or "%" or "hPa" or "m/s" or "mm" or "mm/h";
}
