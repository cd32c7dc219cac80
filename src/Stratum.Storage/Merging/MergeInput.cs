using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Reads one table series by series, row by row, in order. A damaged block is left out: its rows are lost here and come again from peers.</summary>
internal sealed class MergeInput(SnapshotReader snapshot, TableReader table)
{
    private int _block;
    private BlockRows? _rows;
    private int _at;

    /// <summary>The series of the next block, null at the end of the table.</summary>
    public uint? NextSeries => _block < table.Blocks.Length ? table.Blocks.SeriesAt(_block) : null;

    public StoredObservation Row => _rows!.Row(_at);

    public RowKey KeyIn(SeriesEntry entry) => new(_rows!.Timestamps[_at], entry.Id, _rows.ContentId(_at));

    /// <summary>Goes to the first row of the series; false when the table has none that can be read.</summary>
    public bool Enter(SeriesEntry entry) => Load(entry);

    /// <summary>Goes to the next row of the series that was entered.</summary>
    public bool MoveNext(SeriesEntry entry) => ++_at < _rows!.Count || Load(entry);

    /// <summary>Goes past a series.</summary>
    public void Skip(uint series)
    {
        while (NextSeries == series)
        {
            _block++;
        }
    }

    private bool Load(SeriesEntry entry)
    {
        while (NextSeries == entry.Id)
        {
            _rows = snapshot.TryReadBlock(table, table.Blocks[_block++], entry.Series);
            _at = 0;
            if (_rows is { Count: > 0 })
            {
                return true;
            }
        }

        return false;
    }
}
