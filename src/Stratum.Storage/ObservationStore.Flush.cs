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
        while (MemtableBytes() > _options.MemtableBytes)
        {
            // The largest first, so that a few late rows of an old day are not written out again and again.
            Flush(_view.Memtables.MaxBy(static memtable => memtable.Bytes)!);
        }

        while (_wal.TotalBytes > _options.WalBytes && OldestPin() is { } pin)
        {
            Flush(pin);
        }
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
        var record = new TableRecord(_manifest.State.NextFile, memtable.Day);
        WriteTable(memtable, record);
        _files.FlushDirectory(_paths.Tables);
        var handle = new TableHandle(TableReader.Open(_files, _paths.Table(record)), _files);
        _manifest.Append(Edit() with
        {
            Added = [record],
            Flushed = [(memtable.Day, _wal.Position)],
            NextFile = record.Number + 1,
        });
        TableHandle[] tables = [.. _view.Tables, handle];
        Array.Sort(tables, static (left, right) => left.Reader.Footer.Day != right.Reader.Footer.Day
            ? left.Reader.Footer.Day.CompareTo(right.Reader.Footer.Day)
            : left.Reader.Footer.FileNumber.CompareTo(right.Reader.Footer.FileNumber));
        ReplaceView(tables, Array.FindAll(_view.Memtables, other => other != memtable));
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
        using var writer = new TableWriter(_files, _paths.Table(record), record.Number, record.Day, _floor);
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
        NextFile = _manifest.State.NextFile,
        NextSeriesId = _catalogue.NextId,
        NextSegment = _wal.Segment + 1,
        LastArrival = LastArrival,
    };

    private void RetireByAge()
    {
        if (_options.MaxAgeDays == 0)
        {
            return;
        }

        var floorDay = UtcDay.Of(_time.GetUtcNow().ToUnixTimeSeconds()) - _options.MaxAgeDays;
        if (floorDay > UtcDay.Of(_floor))
        {
            Retire(floorDay);
        }
    }

    /// <summary>Moves the floor and drops every whole day below it.</summary>
    private void Retire(long floorDay)
    {
        var gone = Array.FindAll(_view.Tables, table => table.Reader.Footer.Day < floorDay);
        Interlocked.Exchange(ref _floor, UtcDay.Start(floorDay));
        _manifest.Append(Edit() with
        {
            Removed = Array.ConvertAll(gone, static table => new TableRecord(table.Reader.Footer.FileNumber, table.Reader.Footer.Day)),
        });
        foreach (var table in gone)
        {
            table.MarkObsolete();
        }

        var expired = Array.FindAll(_view.Memtables, memtable => memtable.Day < floorDay);
        ForgetRows(gone, expired);
        ReplaceView(
            Array.FindAll(_view.Tables, table => table.Reader.Footer.Day >= floorDay),
            Array.FindAll(_view.Memtables, memtable => memtable.Day >= floorDay));
        _latest.RemoveBefore(_floor);
        DeleteSegments();
    }

    /// <summary>Takes rows out of the count of their series; a series without rows leaves, so that strangers cannot fill the catalogue for ever.</summary>
    private void ForgetRows(TableHandle[] tables, Memtable[] memtables)
    {
        foreach (var table in tables)
        {
            foreach (var block in table.Reader.Blocks)
            {
                Forget(_catalogue.Find(block.SeriesId), block.Count);
            }
        }

        foreach (var memtable in memtables)
        {
            var (rows, _, count) = memtable.Rows;
            for (var at = 0; at < count; at++)
            {
                Forget(rows[at].Entry, 1);
            }
        }
    }

    private void Forget(SeriesEntry? entry, long rows)
    {
        if (entry is not null)
        {
            entry.Rows -= rows;
            if (entry.Rows <= 0)
            {
                _catalogue.Remove(entry);
            }
        }
    }
}
