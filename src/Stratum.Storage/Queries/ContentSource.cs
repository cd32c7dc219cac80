using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The contents of one series in one table from an instant on. Of a block it keeps timestamps, values and places, and one place where nothing moved:
/// thousands of these stand open at once.
/// </summary>
internal sealed class ContentSource(SnapshotReader reader, TableReader table, SeriesEntry series, int firstBlock, long from)
{
    private long[] _timestamps = [];
    private double[] _values = [];
    private (GeoPoint? Position, double? Altitude)[] _places = [];
    private int _block = firstBlock - 1;
    private int _at;

    /// <summary>When the current row was, or the earliest that an unread one can be.</summary>
    public long Timestamp => IsLoaded ? _timestamps[_at] : table.Blocks[_block].MinTimestamp;

    /// <summary>Whether a row is current. Otherwise <see cref="MoveNext"/> reads the block.</summary>
    public bool IsLoaded => _at < _timestamps.Length;

    public Observation Current
    {
        get
        {
            var place = _places[_places.Length == 1 ? 0 : _at];
            return new Observation(series.Series, _timestamps[_at], _values[_at], place.Position, place.Altitude);
        }
    }

    /// <summary>Goes to the next row, or in front of the next block; false when nothing is left.</summary>
    public bool MoveNext()
    {
        if (IsLoaded)
        {
            return ++_at < _timestamps.Length || MoveToBlock();
        }

        return (_block >= firstBlock && Load()) || MoveToBlock();
    }

    private bool Load()
    {
        if (reader.TryReadBlock(table, table.Blocks[_block], series.Series, contentOnly: true) is not { Count: > 0 } rows)
        {
            return false;
        }

        (_timestamps, _values) = (rows.Timestamps, rows.Values);
        _places = Array.TrueForAll(rows.Places, place => place == rows.Places[0]) ? [rows.Places[0]] : rows.Places;
        _at = rows.FirstAtOrAfter(from);
        return IsLoaded;
    }

    private bool MoveToBlock()
    {
        (_timestamps, _values, _places, _at) = ([], [], [], 0);
        while (++_block < table.Blocks.Length && table.Blocks.SeriesAt(_block) == series.Id)
        {
            if (table.Blocks[_block].MaxTimestamp >= from)
            {
                return true;
            }
        }

        return false;
    }
}
