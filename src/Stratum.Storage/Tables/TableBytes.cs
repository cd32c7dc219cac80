namespace Stratum.Storage;

/// <summary>What the bytes of tables are for.</summary>
internal sealed class TableBytes
{
    private readonly long[] _columns = new long[TableFormat.ColumnCount];

    public long Rows { get; private set; }

    public long Blocks { get; private set; }

    public long BlockHeaders { get; private set; }

    public long Series { get; private set; }

    public long BlockIndex { get; private set; }

    public long CellSums { get; private set; }

    /// <summary>Headers and footers of files.</summary>
    public long Frame { get; private set; }

    public long Total { get; private set; }

    /// <summary>Timestamp, value, position.</summary>
    public long Content => Column(TableColumn.Timestamps) + Column(TableColumn.Values) + Column(TableColumn.Places);

    /// <summary>What this station adds.</summary>
    public long Station => Column(TableColumn.Station) + Column(TableColumn.Scores);

    /// <summary>Everything but columns.</summary>
    public long Overhead => BlockHeaders + Series + BlockIndex + CellSums + Frame;

    public long Column(TableColumn column) => _columns[(int)column];

    /// <summary>Adds a table. Throws <see cref="TableDamageException"/>.</summary>
    public void Add(TableReader table)
    {
        var footer = table.Footer;
        foreach (var block in table.Blocks)
        {
            var lengths = table.ColumnLengths(block);
            for (var column = 0; column < lengths.Length; column++)
            {
                _columns[column] += lengths[column];
            }
        }

        Rows += footer.Rows;
        Blocks += table.Blocks.Length;
        BlockHeaders += (long)table.Blocks.Length * TableFormat.BlockHeaderBytes;
        Series += footer.Series.Length;
        BlockIndex += footer.BlockIndex.Length;
        CellSums += footer.CellSums.Length;
        Frame += TableFormat.HeaderBytes + TableFooter.Bytes;
        Total += table.FileBytes;
    }
}
