using Stratum.Core;

namespace Stratum.Storage;

/// <summary>From memtables to tables, and out again by age.</summary>
public sealed partial class ObservationStore
{
    private volatile Memtable? _flushing;
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
        RetireBySpace();
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
        foreach (var memtable in _view.Memtables)
        {
            Flush(memtable);
        }
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

    private void Flush(Memtable memtable)
    {
        _flushing = memtable;
        var record = new TableRecord(TakeFileNumber(), memtable.Day);
        WriteTable(memtable, record);
        _files.FlushDirectory(_paths.Tables);
        var handle = new TableHandle(TableReader.Open(_files, _paths.Table(record)), _files);
        _manifest.Append(Edit() with
        {
            Added = [record],
            Flushed = [(memtable.Day, _wal.Position)],
        });
        _flushedAt[memtable.Day] = _time.GetTimestamp();
        ReplaceView(InOrder([.. _view.Tables, handle]), Array.FindAll(_view.Memtables, other => other != memtable));
        _flushing = null;
        DeleteSegments();
    }

    private void WriteTable(Memtable memtable, TableRecord record)
    {
        var (rows, _, count) = memtable.Rows;
        var sorted = rows.AsSpan(0, count).ToArray();
        Array.Sort(sorted, static (left, right) => left.Entry.Id != right.Entry.Id
            ? left.Entry.Id.CompareTo(right.Entry.Id)
            : left.Key.CompareTo(right.Key));
        using var writer = new TableWriter(_files, _paths.Table(record), record.Number, record.Day, _floor, SeriesOf(sorted));
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

        writer.Finish(memtable.Overrides, memtable.Sums);
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
    }

    private ManifestEdit Edit() => new()
    {
        RetentionFloor = _floor,
        UnknownFloor = _unknownFloor,
        NextFile = Math.Max(_nextFile, _manifest.State.NextFile),
        NextSeriesId = _catalogue.NextId,
        NextSegment = _wal.Segment + 1,
        LastArrival = LastArrival,
        BytesWritten = _writtenBefore + _files.BytesWritten,
    };
}
