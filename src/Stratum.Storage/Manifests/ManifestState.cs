namespace Stratum.Storage;

/// <summary>What all edits together say.</summary>
internal sealed class ManifestState
{
    private readonly SortedDictionary<ulong, TableRecord> _tables = [];
    private readonly Dictionary<long, WalPosition> _flushed = [];

    public IReadOnlyCollection<TableRecord> Tables => _tables.Values;

    public long RetentionFloor { get; private set; }

    public long UnknownFloor { get; private set; }

    public long TrustedFloor { get; private set; }

    public long OwnFloor { get; private set; }

    /// <summary>Of the newest edit that has one.</summary>
    public Core.ArrivalEpoch Epoch { get; private set; }

    /// <summary>Of the newest edit that knows one; not a maximum, since a present that was wrong comes down.</summary>
    public long Present { get; private set; }

    public uint Lowered { get; private set; }

    public ulong NextFile { get; private set; } = 1;

    public uint NextSeriesId { get; private set; } = 1;

    public ulong NextSegment { get; private set; } = 1;

    public long LastArrival { get; private set; }

    public long BytesWritten { get; private set; }

    /// <summary>Whether a row of a day that stands at this place of the log is in a table already.</summary>
    public bool IsFlushed(long day, WalPosition position) => _flushed.TryGetValue(day, out var through) && position.CompareTo(through) < 0;

    public void Apply(ManifestEdit edit)
    {
        foreach (var table in edit.Added)
        {
            _tables[table.Number] = table;
        }

        foreach (var table in edit.Removed)
        {
            _tables.Remove(table.Number);
        }

        foreach (var (day, through) in edit.Flushed)
        {
            _flushed[day] = through;
        }

        ApplyFloors(edit);
        Present = edit.Present > 0 ? edit.Present : Present;
        // Maxima, so that no order of damage and repair can move any of them back.
        Epoch = edit.Epoch.Id != 0 ? edit.Epoch : Epoch;
        NextFile = Math.Max(NextFile, edit.NextFile);
        NextSeriesId = Math.Max(NextSeriesId, edit.NextSeriesId);
        NextSegment = Math.Max(NextSegment, edit.NextSegment);
        LastArrival = Math.Max(LastArrival, edit.LastArrival);
        BytesWritten = Math.Max(BytesWritten, edit.BytesWritten);
    }

    /// <summary>Forgets what segments that are gone had in tables.</summary>
    public void ForgetFlushed(ulong beforeSegment)
    {
        foreach (var (day, through) in _flushed)
        {
            if (through.Segment < beforeSegment)
            {
                _flushed.Remove(day);
            }
        }
    }

    // Maxima as well, between two times that a confirmed clock brought them down.
    private void ApplyFloors(ManifestEdit edit)
    {
        if (edit.Lowered > Lowered)
        {
            (RetentionFloor, UnknownFloor, TrustedFloor, OwnFloor) = (edit.RetentionFloor, edit.UnknownFloor, edit.TrustedFloor, edit.OwnFloor);
            Lowered = edit.Lowered;
        }
        else if (edit.Lowered == Lowered)
        {
            RetentionFloor = Math.Max(RetentionFloor, edit.RetentionFloor);
            UnknownFloor = Math.Max(UnknownFloor, edit.UnknownFloor);
            TrustedFloor = Math.Max(TrustedFloor, edit.TrustedFloor);
            OwnFloor = Math.Max(OwnFloor, edit.OwnFloor);
        }
    }

    /// <summary>One edit that says the same.</summary>
    public ManifestEdit Snapshot() => new()
    {
        Added = [.. _tables.Values],
        Flushed = [.. _flushed.Select(static pair => (pair.Key, pair.Value))],
        RetentionFloor = RetentionFloor,
        UnknownFloor = UnknownFloor,
        TrustedFloor = TrustedFloor,
        OwnFloor = OwnFloor,
        Epoch = Epoch,
        NextFile = NextFile,
        NextSeriesId = NextSeriesId,
        NextSegment = NextSegment,
        LastArrival = LastArrival,
        BytesWritten = BytesWritten,
        Present = Present,
        Lowered = Lowered,
    };
}
