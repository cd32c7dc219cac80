using Stratum.Core;

namespace Stratum.Storage;

/// <summary>What peers compare with their own.</summary>
public sealed partial class ObservationStore : IReconciliationSource
{
    private const long HourSeconds = 3600;

    /// <inheritdoc/>
    public IEnumerable<CellSum> Sums(long from, long to)
    {
        from = Math.Max(from, RetentionFloor);
        if (from >= to)
        {
            yield break;
        }

        using var snapshot = OpenSnapshot();
        var cells = new List<CellSum>();
        foreach (var day in DaysOf(snapshot.View))
        {
            var start = Math.Max(from, UtcDay.Start(day));
            var end = Math.Min(to, UtcDay.Start(day + 1));
            if (start < end)
            {
                cells.Clear();
                AddDay(snapshot, day, cells, start, end);
                CellSums.Combine(cells);
                foreach (var cell in cells)
                {
                    yield return cell;
                }
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReconciliationItem> Items(long from, long to, Predicate<CellKey>? isWanted)
    {
        var items = new List<ReconciliationItem>();
        using var snapshot = OpenSnapshot();
        foreach (var row in RowsOf(snapshot, Math.Max(from, RetentionFloor), to))
        {
            if (isWanted is null || isWanted(CellKey.Of(row.Observation.Observation)))
            {
                items.Add(new ReconciliationItem(row.Timestamp, row.Observation.ContentId));
            }
        }

        items.Sort();
        return items;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SignedObservation?> Find(ReadOnlySpan<ReconciliationItem> items)
    {
        using var snapshot = OpenSnapshot();
        return snapshot.Find(items, RetentionFloor, _catalogue, _places);
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

    private void AddDay(SnapshotReader snapshot, long day, List<CellSum> cells, long from, long to)
    {
        var firstWhole = (from + HourSeconds - 1) / HourSeconds;
        var afterWhole = to / HourSeconds;
        if (firstWhole < afterWhole && TryAddWholeHours(snapshot, day, cells, firstWhole, afterWhole))
        {
            AddRows(snapshot, cells, from, firstWhole * HourSeconds);
            AddRows(snapshot, cells, afterWhole * HourSeconds, to);
        }
        else
        {
            AddRows(snapshot, cells, from, to);
        }
    }

    // The sums of a damaged table still count what can no longer be read, and count it twice once a peer has sent it again. The rows of
    // such a day are read instead, so that the sums differ from a peer's exactly as long as something is missing.
    private bool TryAddWholeHours(SnapshotReader snapshot, long day, List<CellSum> cells, long fromHour, long toHour)
    {
        foreach (var table in snapshot.View.Tables)
        {
            if (table.Reader.Footer.Day != day)
            {
                continue;
            }

            try
            {
                if (!table.Reader.HasDamage)
                {
                    table.Reader.ReadSums(cells, fromHour, toHour);
                    continue;
                }
            }
            catch (TableDamageException exception)
            {
                table.Reader.MarkDamaged();
                _damage.Report(exception);
            }

            cells.Clear();
            return false;
        }

        snapshot.View.MemtableOf(day)?.Sums.AddTo(cells, fromHour, toHour);
        return true;
    }

    private void AddRows(SnapshotReader snapshot, List<CellSum> cells, long from, long to)
    {
        foreach (var row in RowsOf(snapshot, from, to))
        {
            cells.Add(new CellSum(CellKey.Of(row.Observation.Observation), 1, row.Observation.ContentId.Hash));
        }
    }

    // Every content, where a query would give one for each reading.
    private IEnumerable<StoredObservation> RowsOf(SnapshotReader snapshot, long from, long to)
    {
        var plan = new QueryPlan(new ObservationQuery { From = from, To = to, AllDuplicates = true }, _catalogue, RetentionFloor);
        return from < to ? snapshot.Merge(plan, _catalogue).Select(static pair => pair.Row) : [];
    }
}
