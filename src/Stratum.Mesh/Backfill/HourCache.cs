namespace Stratum.Mesh.Backfill;

/// <summary>
/// The hashes of the hours of days that have not changed since they were computed, for all links of a node. Otherwise each link would have all that the
/// store keeps read and hashed each minute; so it is today alone. A day is kept under the stamp that the store gave it before its sums were read:
/// whatever changed meanwhile has another stamp by the next time. One caller at a time, as the engine whose part it is.
/// </summary>
internal sealed class HourCache(IMeshStore store, int daysMax = HourCache.DaysMax, int othersMax = HourCache.OthersMax)
{
    /// <summary>Days of a set that are kept, the newest ones: two years of 1 KB a day.</summary>
    public const int DaysMax = 750;

    /// <summary>Sets beside that of all cells: one for each area of interest of a peer, of as many links as a node takes. The longest unused leaves.</summary>
    public const int OthersMax = 7;

    private const long SecondsPerDay = CommonSet.SecondsPerHour * CommonSet.HoursPerDay;

    private readonly Dictionary<long, Day> _all = [];
    private readonly LinkedList<(CommonCells Cells, Dictionary<long, Day> Days)> _others = [];

    /// <summary>Days whose hashes are kept.</summary>
    public int Count => _all.Count + _others.Sum(static other => other.Days.Count);

    /// <summary>The hash of each hour that is not empty, newest first.</summary>
    public List<HourHash> HoursOf(CommonSet set)
    {
        var hours = new List<HourHash>();
        if (set.From >= set.To)
        {
            return hours;
        }

        var kept = DaysOf(set.Cells);
        foreach (var (day, stamp) in store.Days(set.From, set.To))
        {
            var (start, end) = (day * SecondsPerDay, (day + 1) * SecondsPerDay);
            if (stamp is null || start < set.From || end > set.To)
            {
                CommonSet.AddHours(store, set.Cells, Math.Max(start, set.From), Math.Min(end, set.To), hours);
            }
            else if (kept.TryGetValue(day, out var known) && known.Stamp == stamp)
            {
                hours.AddRange(known.Hours);
            }
            else
            {
                var before = hours.Count;
                CommonSet.AddHours(store, set.Cells, start, end, hours);
                Keep(kept, day, new Day(stamp.Value, [.. hours[before..]]));
            }
        }

        hours.Reverse();
        return hours;
    }

    // New days push out old ones and never the other way round: a set of more days than are kept still finds the newest.
    private void Keep(Dictionary<long, Day> kept, long day, Day computed)
    {
        if (kept.Count >= daysMax && !kept.ContainsKey(day))
        {
            var oldest = kept.Keys.Min();
            if (day < oldest)
            {
                return;
            }

            kept.Remove(oldest);
        }

        kept[day] = computed;
    }

    private Dictionary<long, Day> DaysOf(CommonCells cells)
    {
        if (cells.IsAll)
        {
            return _all;
        }

        var node = _others.First;
        while (node is not null && node.Value.Cells != cells)
        {
            node = node.Next;
        }

        if (node is null)
        {
            node = new LinkedListNode<(CommonCells, Dictionary<long, Day>)>((cells, []));
            if (_others.Count >= othersMax)
            {
                _others.RemoveLast();
            }
        }
        else
        {
            _others.Remove(node);
        }

        _others.AddFirst(node);
        return node.Value.Days;
    }

    private readonly record struct Day(UInt128 Stamp, HourHash[] Hours);
}
