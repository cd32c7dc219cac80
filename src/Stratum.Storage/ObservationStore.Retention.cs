using Stratum.Core;

namespace Stratum.Storage;

/// <summary>What leaves: whole days by age, then by space; of a full disk strangers first.</summary>
public sealed partial class ObservationStore
{
    // What a merge needs beside its result: sections and the file system's own.
    private const long MergeSlackBytes = 16L << 20;

    private const int SpaceSeconds = 5;

    private long _unknownFloor;
    private bool _saidFull;
    private TableHandle[]? _spaceSeen;
    private long _spaceSeenAt;

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
        _latest.Remove(row => row.Timestamp < _floor);
        ForgetQuietTimes(floorDay);
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

    /// <summary>
    /// Over the quota, or less disk free than is to stay free: the oldest day with rows of unknown signers is written anew without them; when there
    /// is none, or no room to write it, the oldest day goes. Today stays: a node that cannot keep a day is stopped by its disk.
    /// </summary>
    private void RetireBySpace()
    {
        if (_merge is not null || !IsSpaceDue() || !IsOverSpace(out var why, out var free))
        {
            return;
        }

        // Whatever is done now may not be enough: look again at once.
        _spaceSeen = null;

        foreach (var tables in Days())
        {
            if (tables.Sum(static table => table.Reader.FileBytes) + MergeSlackBytes <= free && Array.Exists(tables, HasStrangers))
            {
                DropStrangers(tables[0].Reader.Footer.Day, why);
                return;
            }
        }

        var today = UtcDay.Of(_time.GetUtcNow().ToUnixTimeSeconds());
        var oldest = Math.Min(
            _view.Tables.Length > 0 ? _view.Tables[0].Reader.Footer.Day : today, _view.Memtables.Length > 0 ? _view.Memtables[0].Day : today);
        if (oldest < today)
        {
            Retire(oldest + 1);
            _options.OnNotice?.Invoke($"{why}: the oldest day is dropped, nothing before {DateTimeOffset.FromUnixTimeSeconds(_floor):yyyy-MM-dd} is kept");
        }
        else if (!_saidFull)
        {
            _saidFull = true;
            _options.OnNotice?.Invoke($"{why}, and only today is left: writes stop when the disk is full");
        }
    }

    // Asked of the system when tables have changed, and every few seconds for what other programs write.
    private bool IsSpaceDue()
    {
        if (ReferenceEquals(_spaceSeen, _view.Tables) && _time.GetElapsedTime(_spaceSeenAt).TotalSeconds < SpaceSeconds)
        {
            return false;
        }

        (_spaceSeen, _spaceSeenAt) = (_view.Tables, _time.GetTimestamp());
        return true;
    }

    private bool IsOverSpace(out string why, out long free)
    {
        long used = _wal.TotalBytes;
        foreach (var table in _view.Tables)
        {
            used += table.Reader.FileBytes;
        }

        free = _files.FreeBytes(_paths.Root);
        why = _options.DiskQuotaBytes > 0 && used > _options.DiskQuotaBytes
            ? $"the store's {used >> 20} MiB are over its quota of {_options.DiskQuotaBytes >> 20} MiB"
            : free < _options.FreeBytesMin ? $"{free >> 20} MiB of disk are free, {_options.FreeBytesMin >> 20} MiB are to stay free" : "";
        return why.Length > 0;
    }

    private IEnumerable<TableHandle[]> Days()
    {
        foreach (var day in _view.Tables.GroupBy(static table => table.Reader.Footer.Day))
        {
            yield return [.. day];
        }
    }

    private bool HasStrangers(TableHandle table)
    {
        uint seen = 0;
        foreach (var block in table.Reader.Blocks)
        {
            if (block.SeriesId != seen && _catalogue.Find(block.SeriesId) is { } entry && MergeJob.IsUnknown(_trust, entry.Series))
            {
                return true;
            }

            seen = block.SeriesId;
        }

        return false;
    }

    private void DropStrangers(long day, string why)
    {
        if (_view.MemtableOf(day) is { } memtable)
        {
            Flush(memtable);
        }

        // First the promise that none of them comes back, then the work.
        _unknownFloor = Math.Max(_unknownFloor, UtcDay.Start(day + 1));
        _manifest.Append(Edit());
        _options.OnNotice?.Invoke(
            $"{why}: observations of unknown signers before {DateTimeOffset.FromUnixTimeSeconds(_unknownFloor):yyyy-MM-dd} are dropped");
        StartMerge(Array.FindAll(_view.Tables, table => table.Reader.Footer.Day == day), dropsUnknown: true);
    }

    /// <summary>Below the floor, or below that of strangers.</summary>
    private bool IsExpired(SignedObservation signed) => signed.Timestamp < _floor
        || (signed.Timestamp < _unknownFloor && MergeJob.IsUnknown(_trust, signed.Series));

    private void ForgetQuietTimes(long floorDay)
    {
        foreach (var day in _flushedAt.Keys)
        {
            if (day < floorDay)
            {
                _flushedAt.Remove(day);
            }
        }
    }
}
