using Stratum.Core;

namespace Stratum.Storage;

/// <summary>What peers compare with their own.</summary>
public sealed partial class ObservationStore : IReconciliationSource
{
    private const long HourSeconds = 3600;

    /// <inheritdoc/>
    public IReadOnlyList<CellSum> Sums(long from, long to)
    {
        from = Math.Max(from, RetentionFloor);
        if (from >= to)
        {
            return [];
        }

        var total = new SortedDictionary<CellKey, (long Count, Hash256 Sum)>();
        using var snapshot = OpenSnapshot();
        var firstWhole = (from + HourSeconds - 1) / HourSeconds;
        var afterWhole = to / HourSeconds;
        if (firstWhole <= afterWhole)
        {
            AddWholeHours(snapshot.View, total, firstWhole, afterWhole);
            AddRows(snapshot, total, from, firstWhole * HourSeconds);
            AddRows(snapshot, total, afterWhole * HourSeconds, to);
        }
        else
        {
            AddRows(snapshot, total, from, to);
        }

        return [.. total.Select(static cell => new CellSum(cell.Key, cell.Value.Count, cell.Value.Sum))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReconciliationItem> Items(CellKey cell)
    {
        var items = new List<ReconciliationItem>();
        using var snapshot = OpenSnapshot();
        foreach (var row in RowsOf(snapshot, cell.Hour * HourSeconds, (cell.Hour + 1) * HourSeconds))
        {
            if (CellKey.Of(row.Observation.Observation) == cell)
            {
                items.Add(new ReconciliationItem(row.Timestamp, row.Observation.ContentId));
            }
        }

        items.Sort();
        return items;
    }

    private static void AddWholeHours(
        StoreView view, SortedDictionary<CellKey, (long Count, Hash256 Sum)> total, long fromHour, long toHour)
    {
        const long hoursPerDay = 24;
        foreach (var table in view.Tables)
        {
            var day = table.Reader.Footer.Day;
            if ((day + 1) * hoursPerDay > fromHour && day * hoursPerDay < toHour)
            {
                table.Reader.Sums.AddTo(total, fromHour, toHour);
            }
        }

        foreach (var memtable in view.Memtables)
        {
            if ((memtable.Day + 1) * hoursPerDay > fromHour && memtable.Day * hoursPerDay < toHour)
            {
                memtable.Sums.AddTo(total, fromHour, toHour);
            }
        }
    }

    private void AddRows(SnapshotReader snapshot, SortedDictionary<CellKey, (long Count, Hash256 Sum)> total, long from, long to)
    {
        foreach (var row in RowsOf(snapshot, from, to))
        {
            CellSums.Add(total, new CellSum(CellKey.Of(row.Observation.Observation), 1, row.Observation.ContentId.Hash));
        }
    }

    // Every content, where a query would give one for each reading.
    private IEnumerable<StoredObservation> RowsOf(SnapshotReader snapshot, long from, long to)
    {
        var plan = new QueryPlan(new ObservationQuery { From = from, To = to, AllDuplicates = true }, _catalogue, RetentionFloor);
        return from < to ? snapshot.Merge(plan, _catalogue).Select(static pair => pair.Row) : [];
    }
}
