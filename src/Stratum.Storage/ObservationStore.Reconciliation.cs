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
            AddWholeHours(snapshot, total, firstWhole, afterWhole);
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

    private void AddWholeHours(
        SnapshotReader snapshot, SortedDictionary<CellKey, (long Count, Hash256 Sum)> total, long fromHour, long toHour)
    {
        const long hoursPerDay = 24;
        var damagedDays = DamagedDays(snapshot.View);
        foreach (var table in snapshot.View.Tables)
        {
            AddDay(table.Reader.Footer.Day, table.Reader.Sums);
        }

        foreach (var memtable in snapshot.View.Memtables)
        {
            AddDay(memtable.Day, memtable.Sums);
        }

        foreach (var day in damagedDays)
        {
            AddRows(
                snapshot,
                total,
                Math.Max(fromHour, day * hoursPerDay) * HourSeconds,
                Math.Min(toHour, (day + 1) * hoursPerDay) * HourSeconds);
        }

        void AddDay(long day, CellSums sums)
        {
            if ((day + 1) * hoursPerDay > fromHour && day * hoursPerDay < toHour && !damagedDays.Contains(day))
            {
                sums.AddTo(total, fromHour, toHour);
            }
        }
    }

    // The sums of a damaged table still count what can no longer be read, and count it twice once a peer has sent it again. The rows of
    // such a day are read instead, so that the sums differ from a peer's exactly as long as something is missing.
    private static HashSet<long> DamagedDays(StoreView view)
    {
        var days = new HashSet<long>();
        foreach (var table in view.Tables)
        {
            if (table.Reader.HasDamage)
            {
                days.Add(table.Reader.Footer.Day);
            }
        }

        return days;
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
