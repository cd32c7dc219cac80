using System.Buffers.Binary;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Makes the index and the footer of a table again from its blocks, each of which says by itself whose it is and how long: it has a CRC over the number of
/// the file and its place. For a table whose end is damaged or cut off.
/// </summary>
internal sealed class TableScan(IFile file, string path, uint headerVersion, List<TableDamageException> flaws)
{
    private const int WindowBytes = 1 << 20;

    // The series does not matter for columns.
    private static readonly Series AnySeries = new(default, 0, [.. Enumerable.Repeat("", TextFields.Count)]);

    private readonly List<BlockLine> _lines = [];
    private readonly long[] _columnBytes = new long[TableFormat.ColumnCount];
    private readonly byte[] _window = new byte[WindowBytes];
    private long _windowAt;
    private int _windowBytes;

    /// <summary>Reads the whole file. Throws <see cref="TableDamageException"/> when the file name says no number, or no block is found.</summary>
    /// <param name="footer">The footer, when it is right.</param>
    public (TableFooter Footer, BlockIndex Blocks) Run(TableFooter? footer)
    {
        if (!TableFormat.TryParseFileName(Path.GetFileName(path), out var record) || (footer is not null && footer.FileNumber != record.Number))
        {
            throw flaws[^1];
        }

        var length = file.Length;
        for (long at = TableFormat.HeaderBytes; length - at >= TableFormat.BlockHeaderBytes;)
        {
            var header = Header(at);
            var crc = BinaryPrimitives.ReadUInt32LittleEndian(header);
            at += crc == TableFormat.PartCrc(record.Number, at, header[4..]) ? Take(record, at, header) : 1;
        }

        if (_lines.Count == 0)
        {
            throw flaws[^1];
        }

        var index = new ByteWriter();
        BlockLine.Write(index, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_lines));
        return (footer ?? Footer(record), BlockIndex.Read(index.Written, record.Day, record.LastDay));
    }

    private ReadOnlySpan<byte> Header(long at)
    {
        if (at < _windowAt || at + TableFormat.BlockHeaderBytes > _windowAt + _windowBytes)
        {
            (_windowAt, _windowBytes) = (at, file.Read(at, _window));
        }

        return _window.AsSpan((int)(at - _windowAt), TableFormat.BlockHeaderBytes);
    }

    // The bytes of the block.
    private long Take(TableRecord record, long offset, ReadOnlySpan<byte> header)
    {
        long length = TableFormat.BlockHeaderBytes;
        for (var column = 0; column < TableFormat.ColumnCount; column++)
        {
            length += BinaryPrimitives.ReadUInt32LittleEndian(header[(12 + (column * 8))..]);
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (length > TableFormat.MaxBlockBytes || count is <= 0 or > short.MaxValue + 1)
        {
            return 1;
        }

        if (TryLine(record, offset, (int)length, header) is { } line)
        {
            _lines.Add(line);
            for (var column = 0; column < TableFormat.ColumnCount; column++)
            {
                _columnBytes[column] += BinaryPrimitives.ReadUInt32LittleEndian(header[(12 + (column * 8))..]);
            }
        }
        else
        {
            flaws.Add(new TableDamageException(path, offset, $"a block of {count} rows is damaged as well as the index"));
        }

        return length;
    }

    // Null: a column that the index needs is damaged, or cut off.
    private BlockLine? TryLine(TableRecord record, long offset, int length, ReadOnlySpan<byte> header)
    {
        var rows = new BlockRows(AnySeries, BinaryPrimitives.ReadInt32LittleEndian(header[8..]), contentOnly: false);
        var bytes = new byte[length - TableFormat.BlockHeaderBytes];
        if (file.Read(offset + TableFormat.BlockHeaderBytes, bytes) != bytes.Length)
        {
            return null;
        }

        try
        {
            var at = 0;
            for (var column = 0; column <= (int)TableColumn.Station; column++)
            {
                var part = bytes.AsSpan(at, BinaryPrimitives.ReadInt32LittleEndian(header[(12 + (column * 8))..]));
                var crc = BinaryPrimitives.ReadUInt32LittleEndian(header[(16 + (column * 8))..]);
                if (crc != TableFormat.PartCrc(record.Number, offset + TableFormat.BlockHeaderBytes + at, part))
                {
                    return null;
                }

                ColumnCodec.Read(part, (TableColumn)column, rows);
                at += part.Length;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException)
        {
            return null;
        }

        var line = BlockLine.Of(BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), offset, length, rows);
        return record.Covers(UtcDay.Of(line.Block.MinTimestamp)) && record.Covers(UtcDay.Of(line.Block.MaxTimestamp)) ? line : null;
    }

    // How many rows replace one of another table is not known: the day is merged before it matters.
    private TableFooter Footer(TableRecord record) => new()
    {
        Version = headerVersion > 0 ? headerVersion : TableFormat.Version,
        FileNumber = record.Number,
        Day = record.Day,
        Rows = _lines.Sum(static line => (long)line.Block.Count),
        Overrides = 0,
        MinTimestamp = _lines.Min(static line => line.Block.MinTimestamp),
        MaxTimestamp = _lines.Max(static line => line.Block.MaxTimestamp),
        MinArrival = _lines.Min(static line => line.Block.MinArrival),
        MaxArrival = _lines.Max(static line => line.Block.MaxArrival),
        RetentionFloor = 0,
        ColumnBytes = _columnBytes,
        Series = default,
        BlockIndex = default,
        CellSums = default,
        Hash = default,
    };
}
