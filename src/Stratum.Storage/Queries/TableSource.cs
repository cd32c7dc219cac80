using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The rows of one series in one table inside a time range. A block is read when the merge has come to it.</summary>
internal sealed class TableSource : RowSource
{
    private readonly SnapshotReader _reader;
    private readonly TableReader _table;
    private readonly SeriesEntry _series;
    private readonly QueryPlan _plan;
    private readonly int _step;
    private readonly long _from;
    private int _block;
    private int _blocksLeft;
    private BlockRows? _rows;
    private int _at;

    /// <param name="reader">Reports damage and applies pending scores.</param>
    /// <param name="table">Where.</param>
    /// <param name="series">Which series.</param>
    /// <param name="plan">Range and direction.</param>
    /// <param name="firstBlock">First block of the series in the table.</param>
    /// <param name="blockCount">How many blocks of the series may match; they follow each other.</param>
    public TableSource(SnapshotReader reader, TableReader table, SeriesEntry series, QueryPlan plan, int firstBlock, int blockCount)
    {
        (_reader, _table, _series, _plan, _blocksLeft) = (reader, table, series, plan, blockCount);
        _step = plan.Descending ? -1 : 1;
        _from = plan.FromOf(series);
        _block = plan.Descending ? firstBlock + blockCount : firstBlock - 1;
    }

    public override bool IsLoaded => _rows is not null;

    public override RowKey Key
    {
        get
        {
            if (_rows is { } rows)
            {
                return new RowKey(rows.Timestamps[_at], _series.Id, rows.ContentId(_at));
            }

            var block = _table.Blocks[_block];
            return _plan.Descending
                ? new RowKey(block.MaxTimestamp, uint.MaxValue, default)
                : new RowKey(block.MinTimestamp, 0, default);
        }
    }

    public override StoredObservation Row => _reader.WithPendingScore(_rows!.Row(_at));

    public override bool Load()
    {
        var block = _table.Blocks[_block];
        if (_reader.TryReadBlock(_table, block, _series.Series) is not { } rows)
        {
            return MoveToBlock();
        }

        _rows = rows;
        _at = _plan.Descending
            ? rows.FirstAtOrAfter(_plan.To) - 1
            : rows.FirstAtOrAfter(_from);
        return IsInside() || MoveToBlock();
    }

    public override bool MoveNext()
    {
        if (_rows is null)
        {
            return MoveToBlock();
        }

        _at += _step;
        return IsInside() || MoveToBlock();
    }

    private bool IsInside() => _at >= 0 && _at < _rows!.Count
        && _rows.Timestamps[_at] >= _from && _rows.Timestamps[_at] < _plan.To;

    private bool MoveToBlock()
    {
        _rows = null;
        while (_blocksLeft > 0)
        {
            _blocksLeft--;
            _block += _step;
            var block = _table.Blocks[_block];
            if (block.MaxTimestamp >= _from && block.MinTimestamp < _plan.To && !_table.IsDamaged(block))
            {
                return true;
            }
        }

        return false;
    }
}
