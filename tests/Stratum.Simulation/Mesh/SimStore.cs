using Stratum.Core;
using Stratum.Mesh;

namespace Stratum.Simulation.Mesh;

/// <summary>A node's observations, as sets by hour: what an engine reads of a store, in memory that ten thousand nodes can have.</summary>
internal sealed class SimStore : IMeshStore
{
    private const long SecondsPerHour = 3600;
    private const long HoursPerDay = 24;

    private readonly Dictionary<ContentId, SignedObservation> _held = [];
    private readonly SortedDictionary<long, Hour> _hours = [];
    private readonly HashSet<Series> _series = [];

    public long RetentionFloor => 0;

    public int Count => _held.Count;

    public IEnumerable<ContentId> Ids => _held.Keys;

    /// <summary>False when it was held.</summary>
    public bool Add(SignedObservation observation)
    {
        if (!_held.TryAdd(observation.ContentId, observation))
        {
            return false;
        }

        var number = CellKey.HourOf(observation.Timestamp);
        if (!_hours.TryGetValue(number, out var hour))
        {
            _hours.Add(number, hour = new Hour());
        }

        _series.Add(observation.Series);
        hour.Items.Add(new ReconciliationItem(observation.Timestamp, observation.ContentId));
        hour.Add(CellKey.Of(observation.Observation), observation.ContentId);
        return true;
    }

    public bool Contains(ContentId contentId) => _held.ContainsKey(contentId);

    public bool Contains(ContentId contentId, long timestamp) => _held.ContainsKey(contentId);

    public bool Holds(Series series) => _series.Contains(series);

    public SignedObservation? Find(ContentId contentId, long timestamp) => _held.GetValueOrDefault(contentId);

    public IReadOnlyList<SignedObservation?> Find(ReadOnlySpan<ReconciliationItem> items)
    {
        var found = new SignedObservation?[items.Length];
        for (var at = 0; at < items.Length; at++)
        {
            found[at] = _held.GetValueOrDefault(items[at].ContentId);
        }

        return found;
    }

    public IEnumerable<CellSum> Sums(long from, long to)
    {
        foreach (var (number, hour) in _hours)
        {
            var start = number * SecondsPerHour;
            if (start >= to || start + SecondsPerHour <= from)
            {
                continue;
            }

            foreach (var cell in start >= from && start + SecondsPerHour <= to ? hour.Cells : PartOf(hour, from, to).Cells)
            {
                yield return new CellSum(cell.Key, cell.Value.Count, cell.Value.Sum);
            }
        }
    }

    // Nothing ever leaves: as long as a day has as many, it has the same ones.
    public IReadOnlyList<DayStamp> Days(long from, long to)
    {
        var days = new List<DayStamp>();
        foreach (var (number, hour) in _hours)
        {
            var day = number / HoursPerDay;
            if ((day + 1) * HoursPerDay * SecondsPerHour <= from || day * HoursPerDay * SecondsPerHour >= to)
            {
                continue;
            }

            var count = (UInt128)hour.Items.Count;
            if (days.Count > 0 && days[^1].Day == day)
            {
                days[^1] = new DayStamp(day, days[^1].Stamp + count);
            }
            else
            {
                days.Add(new DayStamp(day, count));
            }
        }

        return days;
    }

    public IReadOnlyList<ReconciliationItem> Items(long from, long to, Predicate<CellKey>? isWanted)
    {
        var items = new List<ReconciliationItem>();
        for (var number = CellKey.HourOf(from); number <= CellKey.HourOf(Math.Max(from, to - 1)); number++)
        {
            if (_hours.TryGetValue(number, out var hour))
            {
                items.AddRange(hour.Items.Where(item => item.Timestamp >= from && item.Timestamp < to
                    && (isWanted is null || isWanted(CellKey.Of(_held[item.ContentId].Observation)))));
            }
        }

        items.Sort();
        return items;
    }

    private Hour PartOf(Hour hour, long from, long to)
    {
        var part = new Hour();
        foreach (var item in hour.Items)
        {
            if (item.Timestamp >= from && item.Timestamp < to)
            {
                part.Add(CellKey.Of(_held[item.ContentId].Observation), item.ContentId);
            }
        }

        return part;
    }

    private sealed class Hour
    {
        public List<ReconciliationItem> Items { get; } = [];

        public SortedDictionary<CellKey, (long Count, Hash256 Sum)> Cells { get; } = [];

        public void Add(CellKey key, ContentId id)
        {
            var held = Cells.GetValueOrDefault(key);
            Cells[key] = (held.Count + 1, Hash256.Add(held.Sum, id.Hash));
        }
    }
}
