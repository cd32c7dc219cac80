namespace Stratum.Storage;

/// <summary>
/// Rows whose segment has lost the definition of their series. Another segment or a table may have it, and the content id says whether a row is of that
/// series and at that place.
/// </summary>
internal sealed class WalOrphans(SeriesCatalogue catalogue)
{
    private readonly Dictionary<uint, List<WalSeriesState>> _known = [];
    private readonly List<(string Path, LoggedRow Row, WalPosition Position)> _rows = [];

    public void Add(string path, LoggedRow row, WalPosition position) => _rows.Add((path, row, position));

    /// <summary>Remembers what a segment defines.</summary>
    public void Learn(IReadOnlyDictionary<uint, WalSeriesState> series)
    {
        foreach (var (id, state) in series)
        {
            if (!_known.TryGetValue(id, out var states))
            {
                _known.Add(id, states = []);
            }

            if (!states.Contains(state))
            {
                states.Add(state);
            }
        }
    }

    /// <summary>Gives those whose series is found; returns how many are lost of each file.</summary>
    public Dictionary<string, int> Resolve(Action<WalRow, WalPosition> take)
    {
        var lost = new Dictionary<string, int>();
        foreach (var (path, row, position) in _rows)
        {
            if (SeriesOf(row) is { } found)
            {
                take(found, position);
            }
            else
            {
                lost[path] = lost.GetValueOrDefault(path) + 1;
            }
        }

        return lost;
    }

    private WalRow? SeriesOf(LoggedRow row)
    {
        foreach (var state in _known.GetValueOrDefault(row.SeriesId) ?? [])
        {
            if (row.InIfIts(state) is { } found)
            {
                return found;
            }
        }

        if (catalogue.Find(row.SeriesId) is not { } entry)
        {
            return null;
        }

        // Where the tables saw it last: most sensors never move.
        var last = entry.Latest?.Stored.Observation.Observation;
        return row.InIfIts(new WalSeriesState(entry, last?.Position, last?.Altitude));
    }
}
