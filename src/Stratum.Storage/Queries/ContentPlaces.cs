using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Where the contents of an hour stand in a table. Tables hold no ids: those of an hour are computed when somebody asks for one by its id (a peer, a link to
/// one observation), and the hours asked for last are kept, since whoever asks for one asks for its neighbours next. For all threads.
/// </summary>
internal sealed class ContentPlaces(int rowsMax)
{
    private const long HourSeconds = 3600;

    private readonly Lock _gate = new();
    private readonly LinkedList<Hour> _hours = [];
    private int _rows;
    private long _hits;
    private long _misses;

    /// <summary>Look-ups in hours that were at hand.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Look-ups for which an hour had to be computed.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <summary>A row of a table.</summary>
    internal readonly record struct Place(int Block, int Row);

    private sealed record Hour(TableReader Table, long Number, Dictionary<ContentId, Place> Places);

    public Place? Find(SnapshotReader snapshot, TableReader table, ContentId contentId, long timestamp, SeriesCatalogue catalogue)
    {
        var number = timestamp / HourSeconds;
        lock (_gate)
        {
            if (Recall(table, number) is { } known)
            {
                _hits++;
                return PlaceIn(known, contentId);
            }
        }

        // Outside the lock: an hour of many stations takes a while, and two readers that compute the same one do no harm.
        var computed = new Hour(table, number, Compute(snapshot, table, number, catalogue));
        lock (_gate)
        {
            _misses++;
            Keep(computed);
        }

        return PlaceIn(computed, contentId);
    }

    private static Place? PlaceIn(Hour hour, ContentId contentId) => hour.Places.TryGetValue(contentId, out var place) ? place : null;

    private static Dictionary<ContentId, Place> Compute(SnapshotReader snapshot, TableReader table, long number, SeriesCatalogue catalogue)
    {
        var places = new Dictionary<ContentId, Place>();
        var (from, to) = (number * HourSeconds, (number + 1) * HourSeconds);
        foreach (var (at, rows) in snapshot.ContentsIn(table, from, to, catalogue))
        {
            for (var row = rows.FirstAtOrAfter(from); row < rows.Count && rows.Timestamps[row] < to; row++)
            {
                places[rows.ContentId(row)] = new Place(at, row);
            }
        }

        return places;
    }

    private Hour? Recall(TableReader table, long number)
    {
        for (var node = _hours.First; node is not null; node = node.Next)
        {
            if (node.Value.Number == number && ReferenceEquals(node.Value.Table, table))
            {
                _hours.Remove(node);
                _hours.AddFirst(node);
                return node.Value;
            }
        }

        return null;
    }

    private void Keep(Hour hour)
    {
        if (hour.Places.Count > rowsMax)
        {
            return;
        }

        _hours.AddFirst(hour);
        // An empty hour costs its entry, too.
        for (_rows += hour.Places.Count + 1; _rows > rowsMax; _hours.RemoveLast())
        {
            _rows -= _hours.Last!.Value.Places.Count + 1;
        }
    }
}
