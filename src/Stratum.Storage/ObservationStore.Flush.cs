using Stratum.Core;

namespace Stratum.Storage;

/// <summary>From memtables to tables, and out again by age.</summary>
public sealed partial class ObservationStore
{
    private volatile Memtable[] _flushing = [];
    private long _lastFsyncTicks;

    private void Maintain()
    {
        if (_options.Durability == Durability.Interval
            && _time.GetElapsedTime(_lastFsyncTicks).TotalMilliseconds >= _options.FsyncIntervalMs)
        {
            _wal.Flush();
            _lastFsyncTicks = _time.GetTimestamp();
        }

        RetireByAge();
        RetireByQuota();
        while (MemtableBytes() > _options.MemtableBytes)
        {
            // The largest first, so that a few late rows of an old day are not written out again and again.
            Flush(_view.Memtables.MaxBy(static memtable => memtable.Bytes)!);
        }

        while (_wal.TotalBytes > _options.WalBytes && OldestPin() is { } pin)
        {
            Flush(pin);
        }

        MaintainMerges();
    }

    private void FlushEverything()
    {
        _wal.Flush();
        while (_view.Memtables is [var memtable, ..])
        {
            Flush(memtable);
        }

        KeepPresent(seconds: 60);
    }

    private long MemtableBytes()
    {
        long total = 0;
        foreach (var memtable in _view.Memtables)
        {
            total += memtable.Bytes;
        }

        return total;
    }

    /// <summary>The memtable that keeps the oldest closed segment from being deleted.</summary>
    private Memtable? OldestPin()
    {
        var oldest = _view.Memtables.MinBy(static memtable => memtable.FirstSegment);
        return oldest is not null && oldest.FirstSegment < _wal.Segment ? oldest : null;
    }

    /// <summary>Writes out a day that peers are offered, or all days that they are not: history comes in by years, and ends in large tables anyway.</summary>
    private void Flush(Memtable memtable)
    {
        var keptDay = UtcDay.Of(Floors.Shared);
        Memtable[] written = memtable.Day >= keptDay ? [memtable] : Array.FindAll(_view.Memtables, other => other.Day < keptDay);
        _flushing = written;
        var rows = RowsOf(written, memtable.Day < keptDay);
        TableHandle? handle = null;
        if (rows.Length > 0)
        {
            var number = TakeFileNumber();
            var record = memtable.Day >= keptDay
                ? new TableRecord(number, memtable.Day)
                : MergeJob.Kept(number, [new TableRecord(0, written[0].Day), new TableRecord(0, written[^1].Day)]);
            WriteTable(rows, record, rows.LongCount(static row => row.IsOverride), record.IsKept ? new CellSums() : memtable.Sums);
            _files.FlushDirectory(_paths.Tables);
            handle = new TableHandle(TableReader.Open(_files, _paths.Table(record)), _files);
        }

        _manifest.Append(Edit() with
        {
            Added = handle is null ? [] : [handle.Reader.Record],
            Flushed = Array.ConvertAll(written, table => (table.Day, _wal.Position)),
        });
        foreach (var table in written)
        {
            _flushedAt[table.Day] = _time.GetTimestamp();
        }

        ReplaceView(
            handle is null ? _view.Tables : InOrder([.. _view.Tables, handle]),
            Array.FindAll(_view.Memtables, other => Array.IndexOf(written, other) < 0));
        _flushing = [];
        DeleteSegments();
    }

    // In order of series and time. What retention has taken meanwhile is left out.
    private MemoryRow[] RowsOf(Memtable[] memtables, bool isKept)
    {
        var sorted = new List<MemoryRow>();
        foreach (var memtable in memtables)
        {
            var (rows, _, count) = memtable.Rows;
            for (var at = 0; at < count; at++)
            {
                if (isKept && IsExpired(rows[at].Stored.Observation))
                {
                    Forget(rows[at].Entry, 1);
                }
                else
                {
                    sorted.Add(rows[at]);
                }
            }
        }

        sorted.Sort(static (left, right) => left.Entry.Id != right.Entry.Id
            ? left.Entry.Id.CompareTo(right.Entry.Id)
            : left.Key.CompareTo(right.Key));
        return [.. sorted];
    }

    private void WriteTable(MemoryRow[] sorted, TableRecord record, long overrides, CellSums sums)
    {
        using var writer = new TableWriter(_files, _paths.Table(record), record, Floors.Shared, SeriesOf(sorted));
        var block = new List<StoredObservation>(_options.BlockRows);
        for (var at = 0; at < sorted.Length; at++)
        {
            block.Add(sorted[at].Stored);
            if (block.Count == _options.BlockRows || at + 1 == sorted.Length || sorted[at + 1].Entry != sorted[at].Entry)
            {
                writer.Append(sorted[at].Entry, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(block));
                block.Clear();
            }
        }

        writer.Finish(overrides, sums);
    }

    private static List<SeriesEntry> SeriesOf(MemoryRow[] sorted)
    {
        var series = new List<SeriesEntry>();
        foreach (var row in sorted)
        {
            if (series.Count == 0 || series[^1] != row.Entry)
            {
                series.Add(row.Entry);
            }
        }

        return series;
    }

    private void DeleteSegments()
    {
        var needed = _wal.Segment;
        foreach (var memtable in _view.Memtables)
        {
            needed = Math.Min(needed, memtable.FirstSegment);
        }

        _wal.DeleteBefore(needed);
        _manifest.State.ForgetFlushed(needed);
    }

    private ManifestEdit Edit() => new()
    {
        RetentionFloor = _floor,
        UnknownFloor = _unknownFloor,
        TrustedFloor = _trustedFloor,
        OwnFloor = Interlocked.Read(ref _ownFloor),
        Epoch = Epoch,
        NextFile = Math.Max(_nextFile, _manifest.State.NextFile),
        NextSeriesId = _catalogue.NextId,
        NextSegment = _wal.Segment + 1,
        LastArrival = LastArrival,
        BytesWritten = _writtenBefore + _files.BytesWritten,
        Present = Math.Max(0, _clock.Present),
        Lowered = _lowered,
    };
}
