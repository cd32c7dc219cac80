using System.Collections.Concurrent;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Every series held, by value, by number and by device. Written by the writer alone, read by all. It is never a file of its own: each
/// table and each WAL segment defines the series that it uses.
/// </summary>
internal sealed class SeriesCatalogue
{
    private readonly ConcurrentDictionary<Series, SeriesEntry> _bySeries = new();
    private readonly ConcurrentDictionary<uint, SeriesEntry> _byId = new();

    // Arrays are replaced, never changed, so that readers need no lock.
    private readonly ConcurrentDictionary<string, SeriesEntry[]> _byDevice = new(StringComparer.Ordinal);

    /// <summary>The number that the next new series gets; 0 is never given, so that it can stand for "before all".</summary>
    public uint NextId { get; private set; } = 1;

    public int Count { get; private set; }

    public SeriesEntry? Find(Series series) => _bySeries.GetValueOrDefault(series);

    public SeriesEntry? Find(uint id) => _byId.GetValueOrDefault(id);

    public IReadOnlyList<SeriesEntry> OfDevice(string deviceId) => _byDevice.TryGetValue(deviceId, out var entries) ? entries : [];

    public IEnumerable<SeriesEntry> All()
    {
        foreach (var (_, entry) in _byId)
        {
            yield return entry;
        }
    }

    /// <summary>Gives a new series the next number.</summary>
    public SeriesEntry Add(Series series) => Define(NextId, series);

    /// <summary>Takes a series with the number that a file gives it. A number that is known already keeps its series.</summary>
    public SeriesEntry Define(uint id, Series series)
    {
        if (_byId.TryGetValue(id, out var known))
        {
            return known;
        }

        var entry = new SeriesEntry(id, series);
        SkipTo(id + 1);
        _byId[id] = entry;
        if (_bySeries.TryAdd(series, entry))
        {
            Count++;
        }

        _byDevice[series.DeviceId] = [.. OfDevice(series.DeviceId), entry];
        return entry;
    }

    /// <summary>Makes sure that numbers below are never given again.</summary>
    public void SkipTo(uint nextId) => NextId = Math.Max(NextId, nextId);

    /// <summary>Forgets a series that has no rows left.</summary>
    public void Remove(SeriesEntry entry)
    {
        _byId.TryRemove(entry.Id, out _);
        if (_bySeries.TryRemove(KeyValuePair.Create(entry.Series, entry)))
        {
            Count--;
        }

        var rest = Array.FindAll([.. OfDevice(entry.Series.DeviceId)], other => other != entry);
        if (rest.Length == 0)
        {
            _byDevice.TryRemove(entry.Series.DeviceId, out _);
        }
        else
        {
            _byDevice[entry.Series.DeviceId] = rest;
        }
    }
}
