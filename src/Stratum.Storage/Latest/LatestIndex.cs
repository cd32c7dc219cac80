using System.Collections.Concurrent;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The newest observation of each quantity and deployment of each station, and where they are. Written by the writer alone, read by all.</summary>
internal sealed class LatestIndex
{
    // Arrays in order of reading_type, then deployment; replaced, never changed.
    private readonly ConcurrentDictionary<StationKey, LatestSlot[]> _stations = new();
    private readonly ConcurrentDictionary<string, QuantityPlaces> _places = new(StringComparer.Ordinal);

    public int Stations => _stations.Count;

    /// <summary>Shows a row when it is the newest of its quantity at its station.</summary>
    public void Update(SeriesEntry entry, StoredObservation stored)
    {
        if (entry.Latest is not { IsRemoved: false } slot)
        {
            entry.Latest = Update(stored);
        }
        else if (slot.IsOlderThan(stored))
        {
            Show(slot, stored);
        }
    }

    private LatestSlot Update(StoredObservation stored)
    {
        var key = stored.Series.Station;
        var slots = _stations.TryGetValue(key, out var known) ? known : [];
        foreach (var slot in slots)
        {
            if (slot.IsOf(stored.Series))
            {
                if (slot.IsOlderThan(stored))
                {
                    Show(slot, stored);
                }

                return slot;
            }
        }

        var added = new LatestSlot(stored);
        LatestSlot[] next = [.. slots, added];
        Array.Sort(next, Order);
        Show(added, stored);
        _stations[key] = next;
        return added;
    }

    public void Assess(StoredObservation stored, Assessment assessment)
    {
        if (_stations.TryGetValue(stored.Series.Station, out var slots))
        {
            foreach (var slot in slots)
            {
                slot.Assess(stored.Observation.ContentId, assessment);
            }
        }
    }

    /// <summary>Forgets what retention took.</summary>
    public void Remove(Predicate<StoredObservation> isGone)
    {
        foreach (var (key, slots) in _stations)
        {
            if (!Array.Exists(slots, slot => isGone(slot.Stored)))
            {
                continue;
            }

            foreach (var slot in slots)
            {
                if (isGone(slot.Stored))
                {
                    (slot.Node, slot.IsRemoved) = (null, true);
                }
            }

            var rest = Array.FindAll(slots, slot => !isGone(slot.Stored));
            if (rest.Length == 0)
            {
                _stations.TryRemove(key, out _);
            }
            else
            {
                _stations[key] = rest;
            }
        }
    }

    public IReadOnlyList<NearbyObservation> Near(GeoPoint centre, double radiusKm, string? readingType, int limit, Deployment? deployment = null)
    {
        var results = new List<NearbyObservation>();
        if (limit <= 0 || !centre.IsValid || !(radiusKm >= 0))
        {
            return results;
        }

        if (readingType is not null)
        {
            return _places.TryGetValue(readingType, out var places) ? Search(places, new GeoSearch(centre, radiusKm, limit), deployment, results) : results;
        }

        foreach (var (_, places) in _places)
        {
            Search(places, new GeoSearch(centre, radiusKm, limit), deployment, results);
        }

        results.Sort(static (left, right) => left.DistanceKm.CompareTo(right.DistanceKm));
        return results;
    }

    public IReadOnlyList<StoredObservation> Of(StationKey station) =>
        _stations.TryGetValue(station, out var slots) ? Array.ConvertAll(slots, static slot => slot.Stored) : [];

    public IReadOnlyList<StationLatest> All(GeoBox? box)
    {
        var found = new List<StationLatest>();
        foreach (var (key, slots) in _stations)
        {
            var latest = Array.ConvertAll(slots, static slot => slot.Stored);
            if (box is not { } bounds || Array.Exists(latest, row => row.Observation.Observation.Position is { } at && bounds.Contains(at)))
            {
                found.Add(new StationLatest(key, latest));
            }
        }

        found.Sort(static (left, right) =>
        {
            var order = left.Station.NodeId.CompareTo(right.Station.NodeId);
            return order != 0 ? order : string.CompareOrdinal(left.Station.DeviceId, right.Station.DeviceId);
        });
        return found;
    }

    private static int Order(LatestSlot left, LatestSlot right)
    {
        var order = string.CompareOrdinal(left.ReadingType, right.ReadingType);
        return order != 0 ? order : left.Deployment.CompareTo(right.Deployment);
    }

    private static List<NearbyObservation> Search(QuantityPlaces places, GeoSearch search, Deployment? deployment, List<NearbyObservation> results)
    {
        places.Search(search, deployment);
        search.TakeResults(results);
        return results;
    }

    private void Show(LatestSlot slot, StoredObservation stored)
    {
        slot.Replace(stored);
        if (stored.Observation.Observation.Position is not { } position)
        {
            slot.Node = null;
        }
        else if (slot.Node is not { } node || node.Point != position)
        {
            _places.GetOrAdd(slot.ReadingType, static _ => new QuantityPlaces()).Place(slot, new GeoNode(slot, position));
        }
    }
}
