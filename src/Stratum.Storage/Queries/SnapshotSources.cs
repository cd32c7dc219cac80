namespace Stratum.Storage;

/// <summary>Finds what a query has to read: memtables and tables whose days, times and series can match.</summary>
internal static class SnapshotSources
{
    public static IEnumerable<RowSource> Of(SnapshotReader reader, StoreView view, QueryPlan plan, SeriesCatalogue catalogue, long lastArrival)
    {
        foreach (var memtable in view.Memtables)
        {
            if (UtcDay.Start(memtable.Day + 1) > plan.From && UtcDay.Start(memtable.Day) < plan.To)
            {
                yield return new MemorySource(RowsOf(memtable, plan, lastArrival));
            }
        }

        foreach (var handle in view.Tables)
        {
            var footer = handle.Reader.Footer;
            if (footer.MaxTimestamp >= plan.From && footer.MinTimestamp < plan.To)
            {
                foreach (var source in Of(reader, handle.Reader, plan, catalogue))
                {
                    yield return source;
                }
            }
        }
    }

    private static IEnumerable<RowSource> Of(SnapshotReader reader, TableReader table, QueryPlan plan, SeriesCatalogue catalogue)
    {
        var blocks = table.Blocks;
        if (plan.Series is null || plan.Series.Count > blocks.Length)
        {
            for (var at = 0; at < blocks.Length;)
            {
                var count = CountFrom(blocks, at);
                var entry = plan.Series is null ? catalogue.Find(blocks.SeriesAt(at)) : plan.Series.GetValueOrDefault(blocks.SeriesAt(at));
                if (entry is not null)
                {
                    yield return new TableSource(reader, table, entry, plan, at, count);
                }

                at += count;
            }

            yield break;
        }

        foreach (var entry in plan.Series.Values)
        {
            var at = table.FirstBlockOf(entry.Id);
            if (at < blocks.Length && blocks.SeriesAt(at) == entry.Id)
            {
                yield return new TableSource(reader, table, entry, plan, at, CountFrom(blocks, at));
            }
        }
    }

    private static int CountFrom(BlockIndex blocks, int at)
    {
        var count = 1;
        while (at + count < blocks.Length && blocks.SeriesAt(at + count) == blocks.SeriesAt(at))
        {
            count++;
        }

        return count;
    }

    private static List<MemoryRow> RowsOf(Memtable memtable, QueryPlan plan, long lastArrival)
    {
        var (rows, seriesIds, count) = memtable.Rows;
        var matching = new List<MemoryRow>();
        for (var at = 0; at < count; at++)
        {
            if (plan.Series is not null && !plan.Series.ContainsKey(seriesIds[at]))
            {
                continue;
            }

            var stored = rows[at].Stored;
            if (stored.ArrivalNumber <= lastArrival && stored.Timestamp >= plan.From && stored.Timestamp < plan.To
                && stored.Timestamp >= plan.FromOf(rows[at].Entry))
            {
                matching.Add(rows[at]);
            }
        }

        if (plan.Descending)
        {
            matching.Sort(static (left, right) => right.Key.CompareTo(left.Key));
        }
        else
        {
            matching.Sort(static (left, right) => left.Key.CompareTo(right.Key));
        }

        return matching;
    }
}
