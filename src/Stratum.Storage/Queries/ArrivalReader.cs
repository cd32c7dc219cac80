using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Rows in order of arrival. A table is read when the order comes to its first arrival number; tables of one flush after the other hardly
/// overlap, so that one or two are in memory at a time.
/// </summary>
internal static class ArrivalReader
{
    public static IEnumerable<StoredObservation> Read(
        SnapshotReader reader, SeriesCatalogue catalogue, long after, Func<Series, long> floorOf, long lowest)
    {
        var (view, last) = (reader.View, reader.LastArrival);
        var tables = new Queue<TableHandle>(view.Tables
            .Where(handle => handle.Reader.Footer.MaxArrival > after && handle.Reader.Footer.MaxTimestamp >= lowest)
            .OrderBy(static handle => handle.Reader.Footer.MinArrival));
        var heap = new PriorityQueue<Queue<StoredObservation>, long>();
        Add(heap, FromMemory(view, after, last, floorOf));
        StoredObservation? held = null;
        while (true)
        {
            while (tables.Count > 0 && (!heap.TryPeek(out _, out var next) || tables.Peek().Reader.Footer.MinArrival <= next))
            {
                Add(heap, FromTable(reader, tables.Dequeue().Reader, catalogue, after, last, floorOf));
            }

            if (!heap.TryPeek(out var source, out _))
            {
                break;
            }

            var row = source.Dequeue();
            if (source.Count > 0)
            {
                heap.DequeueEnqueue(source, source.Peek().ArrivalNumber);
            }
            else
            {
                heap.Dequeue();
            }

            if (held is not null && held.ArrivalNumber == row.ArrivalNumber)
            {
                held = row.Observation.Signature < held.Observation.Signature ? row : held;
                continue;
            }

            if (held is not null)
            {
                yield return held;
            }

            held = row;
        }

        if (held is not null)
        {
            yield return held;
        }
    }

    private static void Add(PriorityQueue<Queue<StoredObservation>, long> heap, List<StoredObservation> rows)
    {
        if (rows.Count > 0)
        {
            rows.Sort(static (left, right) => left.ArrivalNumber.CompareTo(right.ArrivalNumber));
            heap.Enqueue(new Queue<StoredObservation>(rows), rows[0].ArrivalNumber);
        }
    }

    private static List<StoredObservation> FromMemory(StoreView view, long after, long last, Func<Series, long> floorOf)
    {
        var found = new List<StoredObservation>();
        foreach (var memtable in view.Memtables)
        {
            var (rows, _, count) = memtable.Rows;
            for (var at = 0; at < count; at++)
            {
                AddMatching(found, rows[at].Stored, after, last, floorOf(rows[at].Entry.Series));
            }
        }

        return found;
    }

    private static List<StoredObservation> FromTable(
        SnapshotReader reader, TableReader table, SeriesCatalogue catalogue, long after, long last, Func<Series, long> floorOf)
    {
        var found = new List<StoredObservation>();
        foreach (var block in table.Blocks)
        {
            if (block.MaxArrival <= after
                || catalogue.Find(block.SeriesId) is not { } entry
                || reader.TryReadBlock(table, block, entry.Series) is not { } rows)
            {
                continue;
            }

            var floor = floorOf(entry.Series);
            for (var at = 0; at < rows.Count; at++)
            {
                if (rows.Arrivals[at] > after)
                {
                    AddMatching(found, reader.WithPendingScore(rows.Row(at)), after, last, floor);
                }
            }
        }

        return found;
    }

    private static void AddMatching(List<StoredObservation> found, StoredObservation row, long after, long last, long floor)
    {
        if (row.ArrivalNumber > after && row.ArrivalNumber <= last && row.Timestamp >= floor)
        {
            found.Add(row);
        }
    }
}
