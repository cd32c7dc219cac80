using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The ids that peers compare where sums differ.</summary>
public sealed partial class ObservationStore
{
    /// <inheritdoc/>
    public IReadOnlyList<ReconciliationItem> Items(long from, long to, Predicate<CellKey>? isWanted)
    {
        from = Math.Max(from, RetentionFloor);
        var items = new List<ReconciliationItem>();
        using var snapshot = OpenSnapshot();
        foreach (var memtable in snapshot.View.Memtables)
        {
            AddItems(memtable, snapshot.LastArrival, from, to, isWanted, items);
        }

        foreach (var table in snapshot.View.Tables)
        {
            if (table.Reader.Footer.MaxTimestamp >= from && table.Reader.Footer.MinTimestamp < to)
            {
                AddItems(snapshot, table.Reader, from, to, isWanted, items);
            }
        }

        items.Sort();
        RemoveRepeats(items);
        return items;
    }

    private static void AddItems(
        Memtable memtable, long lastArrival, long from, long to, Predicate<CellKey>? isWanted, List<ReconciliationItem> items)
    {
        var (rows, _, count) = memtable.Rows;
        for (var at = 0; at < count; at++)
        {
            var row = rows[at].Stored;
            if (row.Timestamp >= from && row.Timestamp < to && row.ArrivalNumber <= lastArrival
                && (isWanted is null || isWanted(CellKey.Of(row.Observation.Observation))))
            {
                items.Add(new ReconciliationItem(row.Timestamp, row.Observation.ContentId));
            }
        }
    }

    // Block by block, and no more of each than its contents: a query holds all that overlap at once, with signatures and scores.
    private void AddItems(
        SnapshotReader snapshot, TableReader table, long from, long to, Predicate<CellKey>? isWanted, List<ReconciliationItem> items)
    {
        foreach (var (_, rows) in snapshot.ContentsIn(table, from, to, _catalogue))
        {
            for (var row = rows.FirstAtOrAfter(from); row < rows.Count && rows.Timestamps[row] < to; row++)
            {
                if (isWanted is null || isWanted(CellKey.Of(rows.Observation(row))))
                {
                    items.Add(new ReconciliationItem(rows.Timestamps[row], rows.ContentId(row)));
                }
            }
        }
    }

    // A lower signature stands as a second row of its content.
    private static void RemoveRepeats(List<ReconciliationItem> sorted)
    {
        var last = 0;
        for (var at = 1; at < sorted.Count; at++)
        {
            if (sorted[at] != sorted[last])
            {
                sorted[++last] = sorted[at];
            }
        }

        if (last + 1 < sorted.Count)
        {
            sorted.RemoveRange(last + 1, sorted.Count - last - 1);
        }
    }
}
