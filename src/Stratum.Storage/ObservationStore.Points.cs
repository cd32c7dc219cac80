using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Times and values alone, where nobody asks for signatures and ids.</summary>
public sealed partial class ObservationStore
{
    /// <summary>Every content of one series in order of time, from &lt;= timestamp &lt; to. Reads two columns of each block, hashes and verifies
    /// nothing.</summary>
    internal IEnumerable<SeriesPoint> Points(Series series, long from, long to)
    {
        from = Math.Max(from, RetentionFloor);
        if (_catalogue.Find(series) is not { } entry || from >= to)
        {
            yield break;
        }

        using var snapshot = OpenSnapshot();
        foreach (var day in DaysOf(snapshot.View))
        {
            if (UtcDay.Start(day) >= to || UtcDay.Start(day + 1) <= from)
            {
                continue;
            }

            if (OnlyTableOf(snapshot.View, day) is { } table)
            {
                for (var at = table.FirstBlockOf(entry.Id); at < table.Blocks.Length && table.Blocks[at].SeriesId == entry.Id; at++)
                {
                    var block = table.Blocks[at];
                    if (block.MaxTimestamp < from || block.MinTimestamp >= to || snapshot.TryReadBlock(table, block, series, contentOnly: true) is not { } rows)
                    {
                        continue;
                    }

                    for (var row = rows.FirstAtOrAfter(from); row < rows.Count && rows.Timestamps[row] < to; row++)
                    {
                        yield return new SeriesPoint(rows.Timestamps[row], rows.Values[row]);
                    }
                }
            }
            else
            {
                // Several sources of a day may hold the same content: the merge gives each once.
                var plan = new QueryPlan(
                    new ObservationQuery
                    {
                        DeviceId = series.DeviceId,
                        From = Math.Max(from, UtcDay.Start(day)),
                        To = Math.Min(to, UtcDay.Start(day + 1)),
                        AllDuplicates = true,
                    },
                    _catalogue,
                    RetentionFloor);
                foreach (var (key, row) in snapshot.Merge(plan, _catalogue))
                {
                    if (key.SeriesId == entry.Id)
                    {
                        yield return new SeriesPoint(key.Timestamp, row.Observation.Observation.Value);
                    }
                }
            }
        }
    }

    private static SortedSet<long> DaysOf(StoreView view)
    {
        var days = new SortedSet<long>();
        foreach (var table in view.Tables)
        {
            days.Add(table.Reader.Footer.Day);
        }

        foreach (var memtable in view.Memtables)
        {
            days.Add(memtable.Day);
        }

        return days;
    }

    private static TableReader? OnlyTableOf(StoreView view, long day)
    {
        var tables = Array.FindAll(view.Tables, table => table.Reader.Footer.Day == day);
        return tables.Length == 1 && view.MemtableOf(day) is null ? tables[0].Reader : null;
    }
}
