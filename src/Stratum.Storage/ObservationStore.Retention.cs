using Stratum.Core;

namespace Stratum.Storage;

/// <summary>What leaves by age: what others signed day by day, one's own when the operator says so.</summary>
public sealed partial class ObservationStore
{
    private long _unknownFloor;
    private long _trustedFloor;
    private long _ownFloor;

    /// <summary>What is kept of whom.</summary>
    private RetentionFloors Floors
    {
        get
        {
            var floor = Interlocked.Read(ref _floor);
            return new RetentionFloors(
                Interlocked.Read(ref _ownFloor),
                Math.Max(floor, Interlocked.Read(ref _trustedFloor)),
                Math.Max(floor, Interlocked.Read(ref _unknownFloor)));
        }
    }

    private ObservationClass ClassOf(Series series) => RetentionFloors.ClassOf(_trust, series.Signer);

    private long FloorOf(Series series) => Floors.Of(ClassOf(series));

    /// <summary>Moves the floor of what others signed, and drops what is below it. The log says why, for each day that loses something.</summary>
    private void Retire(long floorDay, string reason)
    {
        var before = Floors;
        Interlocked.Exchange(ref _floor, UtcDay.Start(floorDay));
        if (_options.OwnMaxAgeDays > 0)
        {
            // Counted from the same present.
            var ownDay = floorDay + _options.MaxAgeDays - _options.OwnMaxAgeDays;
            Interlocked.Exchange(ref _ownFloor, Math.Max(_ownFloor, UtcDay.Start(Math.Max(0, ownDay))));
        }

        DropExpired(before, reason);
    }

    /// <summary>
    /// Drops every table and memtable of which nothing may stay, once the floors have moved. What has rows of one's own beside is not shown from now on, and
    /// written anew without the rest.
    /// </summary>
    /// <param name="before">The floors before they moved.</param>
    /// <param name="reason">Why they moved; for the log.</param>
    private void DropExpired(RetentionFloors before, string reason)
    {
        var floors = Floors;
        SayRetired(before, floors, reason);
        var gone = Array.FindAll(_view.Tables, table => !ClassesOf(table).HasKept(floors));
        _manifest.Append(Edit() with { Removed = Array.ConvertAll(gone, static table => table.Reader.Record) });
        foreach (var table in gone)
        {
            table.MarkObsolete();
        }

        var expired = Array.FindAll(_view.Memtables, memtable => IsExpired(memtable, floors));
        ForgetRows(gone, expired);
        ReplaceView(
            Array.FindAll(_view.Tables, table => Array.IndexOf(gone, table) < 0),
            Array.FindAll(_view.Memtables, memtable => Array.IndexOf(expired, memtable) < 0));
        _latest.Remove(row => row.Timestamp < FloorOf(row.Series));
        ForgetQuietTimes(UtcDay.Of(floors.Lowest));
        DeleteSegments();
    }

    private bool IsExpired(Memtable memtable, RetentionFloors floors)
    {
        if (UtcDay.Start(memtable.Day) >= Math.Max(floors.Own, Math.Max(floors.Trusted, floors.Unknown)))
        {
            return false;
        }

        var (rows, _, count) = memtable.Rows;
        for (var at = 0; at < count; at++)
        {
            if (!IsExpired(rows[at].Stored.Observation))
            {
                return false;
            }
        }

        return true;
    }

    // Asked once a table: for the life of this process the operator's view stays as it is.
    private TableClasses ClassesOf(TableHandle table) => table.Reader.Classes ??= TableClasses.Of(
        table.Reader.Blocks, id => _catalogue.Find(id) is { } entry ? ClassOf(entry.Series) : ObservationClass.Unknown);

    private bool HasExpired(TableHandle table) => ClassesOf(table).HasExpired(Floors);

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

    /// <summary>Below the floor of its class.</summary>
    private bool IsExpired(SignedObservation signed)
    {
        var floors = Floors;
        return signed.Timestamp < Math.Max(floors.Own, Math.Max(floors.Trusted, floors.Unknown))
            && signed.Timestamp < floors.Of(ClassOf(signed.Series));
    }

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
