using System.Buffers.Binary;
using System.Security.Cryptography;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>What peers compare with their own.</summary>
public sealed partial class ObservationStore : IReconciliationSource
{
    private const long HourSeconds = 3600;

    // A day has a table or two once it is over, and a dozen at most before.
    private const int StampBytesGuess = 256;

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
        foreach (var day in DaysOf(snapshot.View, from, to))
        {
            var start = Math.Max(from, UtcDay.Start(day));
            var end = Math.Min(to, UtcDay.Start(day + 1));
            if (start < end)
            {
                cells.Clear();
                AddDay(snapshot, day, cells, start, end);
                CellSums.Combine(cells);
                cells.RemoveAll(static cell => cell.Count == 0);
                foreach (var cell in cells)
                {
                    yield return cell;
                }
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<DayStamp> Days(long from, long to)
    {
        var floor = RetentionFloor;
        from = Math.Max(from, floor);
        var stamps = new List<DayStamp>();
        if (from >= to)
        {
            return stamps;
        }

        var view = CurrentView();
        var parts = new ByteWriter(StampBytesGuess);
        var at = 0;
        foreach (var day in DaysOf(view, from, to))
        {
            // The floor moves by whole days; were it inside one, that day's sums would be cut.
            stamps.Add(new DayStamp(day, UtcDay.Start(day) < floor ? null : StampOf(view, day, ref at, parts)));
        }

        return stamps;
    }

    // Of which tables and how much of which memtable a day's sums are made. File numbers are never used again, a table never changes, and a memtable
    // only grows. A damaged day has no stamp: what can be read of it changes from block to block.
    private static UInt128? StampOf(StoreView view, long day, ref int at, ByteWriter parts)
    {
        parts.Clear();
        var isDamaged = false;
        for (; at < view.Tables.Length && view.Tables[at].Reader.Record.Day <= day; at++)
        {
            var table = view.Tables[at].Reader;
            if (table.Record.Day == day && table.HasSums)
            {
                isDamaged |= table.HasDamage;
                parts.UInt64(table.Footer.FileNumber);
            }
        }

        // Without sums there is nothing that a stamp would save.
        isDamaged |= Array.Exists(view.Tables, table => !table.Reader.HasSums && table.Reader.Record.Covers(day));

        var (sums, observations) = view.MemtableOf(day)?.Sums.State ?? default;
        parts.Int64(sums);
        parts.Int64(observations);
        Span<byte> digest = stackalloc byte[Hash256.Size];
        SHA256.HashData(parts.Written, digest);
        return isDamaged ? null : BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SignedObservation?> Find(ReadOnlySpan<ReconciliationItem> items)
    {
        using var snapshot = OpenSnapshot();
        return snapshot.Find(items, RetentionFloor, _catalogue, _places);
    }

    private static SortedSet<long> DaysOf(StoreView view, long from, long to)
    {
        var (first, last) = (UtcDay.Of(from), UtcDay.Of(to - 1));
        var days = new SortedSet<long>();
        foreach (var table in view.Tables)
        {
            var record = table.Reader.Record;
            for (var day = Math.Max(first, record.Day); day <= Math.Min(last, record.LastDay); day++)
            {
                days.Add(day);
            }
        }

        foreach (var memtable in view.Memtables)
        {
            if (memtable.Day >= first && memtable.Day <= last)
            {
                days.Add(memtable.Day);
            }
        }

        return days;
    }

    private void AddDay(SnapshotReader snapshot, long day, List<CellSum> cells, long from, long to)
    {
        var firstWhole = (from + HourSeconds - 1) / HourSeconds;
        var afterWhole = to / HourSeconds;
        // A set that ends now cuts an hour of which next to nothing lies behind its end: that is taken away again, not the rest put together.
        var isCutShort = firstWhole <= afterWhole && IsLessBehind(snapshot.View, day, to);
        var afterRead = isCutShort ? afterWhole + 1 : afterWhole;
        if (firstWhole < afterRead && TryAddWholeHours(snapshot, day, cells, firstWhole, afterRead) is { } lastArrival)
        {
            AddRows(snapshot, cells, from, firstWhole * HourSeconds);
            if (isCutShort)
            {
                TakeAway(snapshot.View, cells, to, afterRead * HourSeconds, lastArrival);
            }
            else
            {
                AddRows(snapshot, cells, afterWhole * HourSeconds, to);
            }
        }
        else
        {
            AddRows(snapshot, cells, from, to);
        }
    }

    // By time alone: what is newest in the day, and how much of the hour lies on each side.
    private static bool IsLessBehind(StoreView view, long day, long to)
    {
        var newest = view.MemtableOf(day)?.MaxTimestamp ?? long.MinValue;
        foreach (var table in view.Tables)
        {
            if (table.Reader.Record.Covers(day))
            {
                newest = Math.Max(newest, table.Reader.Footer.MaxTimestamp);
            }
        }

        var inFront = to % HourSeconds;
        return inFront > 0 && Math.Min(newest + 1 - to, HourSeconds - inFront) < inFront;
    }

    // Exactly the rows that the sums counted: of the same tables, and of the memtable as far as it had come.
    private void TakeAway(StoreView view, List<CellSum> cells, long from, long to, long lastArrival)
    {
        view.AddReference();
        using var then = new SnapshotReader(view, lastArrival, _scores, _damage);
        foreach (var row in RowsOf(then, from, to))
        {
            var id = row.Observation.ContentId.Hash;
            cells.Add(new CellSum(CellKey.Of(row.Observation.Observation), -1, Hash256.Subtract(default, id)));
        }
    }

    // A table of many days has no sums: it is looked at only when a floor that a wrong clock had moved has come down again. The sums of a damaged table
    // still count what can no longer be read, and count it twice once a peer has sent it again. The rows of such a day are read instead, so that the sums
    // differ from a peer's exactly as long as something is missing. Null: of a damaged day; otherwise the last arrival that is counted.
    private long? TryAddWholeHours(SnapshotReader snapshot, long day, List<CellSum> cells, long fromHour, long toHour)
    {
        foreach (var table in snapshot.View.Tables)
        {
            if (!table.Reader.Record.Covers(day))
            {
                continue;
            }

            try
            {
                if (!table.Reader.HasDamage && table.Reader.HasSums)
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
            return null;
        }

        lock (_applyGate)
        {
            snapshot.View.MemtableOf(day)?.Sums.AddTo(cells, fromHour, toHour);
            return LastArrival;
        }
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
        var plan = new QueryPlan(new ObservationQuery { From = from, To = to, AllDuplicates = true }, _catalogue, FloorOf, RetentionFloor);
        return from < to ? snapshot.Merge(plan, _catalogue).Select(static pair => pair.Row) : [];
    }
}
