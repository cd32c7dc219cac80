using System.IO.Compression;
using System.Security.Cryptography;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Writes one table file from rows in order of series, timestamp and content. The file is on the disk when <see cref="Finish"/> returns;
/// its name is when the directory has been flushed.
/// </summary>
internal sealed class TableWriter : IDisposable
{
    /// <summary>Bytes gathered before a write().</summary>
    private const int WriteBytes = 1 << 18;

    private readonly IFile _file;
    private readonly ulong _number;
    private readonly long _day;
    private readonly long _floor;
    private readonly ByteWriter _pending = new(WriteBytes + (1 << 16));
    private readonly ByteWriter _column = new();
    private readonly List<BlockLine> _blocks = [];
    private readonly byte[] _series;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _written;
    private readonly long[] _columnBytes = new long[TableFormat.ColumnCount];
    private long _rows;

    /// <param name="files">Where.</param>
    /// <param name="path">A file that does not exist.</param>
    /// <param name="table">Its number and days.</param>
    /// <param name="retentionFloor">For the footer.</param>
    /// <param name="series">Every series of which rows come, and perhaps more: they are defined in front of the blocks and behind them.</param>
    public TableWriter(IFileSystem files, string path, TableRecord table, long retentionFloor, IReadOnlyList<SeriesEntry> series)
    {
        (_number, _day, _floor) = (table.Number, table.Day, retentionFloor);
        _file = files.Create(path);
        _pending.UInt64(TableFormat.HeaderMagic);
        _pending.UInt32(TableFormat.Version);
        _pending.UInt32(Crc32C.MaskedOf(_pending.Written));
        _series = Pack(series);
        _pending.UInt32((uint)_series.Length);
        _pending.UInt32(TableFormat.PartCrc(_number, TableFormat.HeaderBytes + TableFormat.FrontHeaderBytes, _series));
        _pending.Bytes(_series);
    }

    private long Position => _written + _pending.Length;

    /// <summary>Writes one block of rows of one series.</summary>
    public void Append(SeriesEntry series, ReadOnlySpan<StoredObservation> rows)
    {
        var offset = Position;
        var header = _pending.Length;
        _pending.Reserve(TableFormat.BlockHeaderBytes);
        Span<uint> columns = stackalloc uint[TableFormat.ColumnCount * 2];
        for (var column = 0; column < TableFormat.ColumnCount; column++)
        {
            _column.Clear();
            ColumnCodec.Write(_column, (TableColumn)column, rows);
            columns[column * 2] = (uint)_column.Length;
            _columnBytes[column] += _column.Length;
            columns[(column * 2) + 1] = TableFormat.PartCrc(_number, Position, _column.Written);
            _pending.Bytes(_column.Written);
        }

        _pending.PatchUInt32(header + 4, series.Id);
        _pending.PatchUInt32(header + 8, (uint)rows.Length);
        for (var at = 0; at < columns.Length; at++)
        {
            _pending.PatchUInt32(header + 12 + (at * 4), columns[at]);
        }

        var covered = _pending.Written.Slice(header + 4, TableFormat.BlockHeaderBytes - 4);
        _pending.PatchUInt32(header, TableFormat.PartCrc(_number, offset, covered));
        Index(series, rows, offset, (int)(Position - offset));
        if (_pending.Length >= WriteBytes)
        {
            WritePending();
        }
    }

    /// <summary>Writes the sections and the footer and fsyncs the file.</summary>
    public TableFooter Finish(long overrides, CellSums sums)
    {
        var series = WriteSection(output => output.Bytes(_series));
        var blockIndex = WriteSection(output => BlockLine.Write(output, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_blocks)));
        var cellSums = WriteSection(sums.Write);
        WritePending();
        var footer = new TableFooter
        {
            Version = TableFormat.Version,
            FileNumber = _number,
            Day = _day,
            Rows = _rows,
            Overrides = overrides,
            MinTimestamp = _blocks.Min(static line => line.Block.MinTimestamp),
            MaxTimestamp = _blocks.Max(static line => line.Block.MaxTimestamp),
            MinArrival = _blocks.Min(static line => line.Block.MinArrival),
            MaxArrival = _blocks.Max(static line => line.Block.MaxArrival),
            RetentionFloor = _floor,
            ColumnBytes = _columnBytes,
            Series = series,
            BlockIndex = blockIndex,
            CellSums = cellSums,
            Hash = new Hash256(_hash.GetHashAndReset()),
        };
        footer.Write(_pending);
        WritePending();
        _file.FlushFile();
        return footer;
    }

    public void Dispose()
    {
        _hash.Dispose();
        _file.Dispose();
    }

    private void Index(SeriesEntry series, ReadOnlySpan<StoredObservation> rows, long offset, int length)
    {
        var minArrival = long.MaxValue;
        long maxArrival = 0;
        GeoExtent? extent = null;
        for (var at = 0; at < rows.Length; at++)
        {
            var row = rows[at];
            minArrival = Math.Min(minArrival, row.ArrivalNumber);
            maxArrival = Math.Max(maxArrival, row.ArrivalNumber);
            if (row.Observation.Observation.Position is { } position)
            {
                var place = GeoExtent.Of(position);
                extent = extent is null ? place : extent.Covers(place) ? extent : extent.Union(place);
            }
        }

        _rows += rows.Length;
        var block = new BlockEntry
        {
            SeriesId = series.Id,
            Offset = offset,
            Length = length,
            Count = rows.Length,
            MinTimestamp = rows[0].Timestamp,
            MaxTimestamp = rows[^1].Timestamp,
            MinArrival = minArrival,
            MaxArrival = maxArrival,
        };
        _blocks.Add(new BlockLine(block, extent));
    }

    private static byte[] Pack(IReadOnlyList<SeriesEntry> series)
    {
        var plain = new ByteWriter();
        plain.Varint((uint)series.Count);
        foreach (var entry in series)
        {
            plain.Varint(entry.Id);
            SeriesCodec.Write(plain, entry.Series);
        }

        // Definitions of one node's sensors differ in a few characters.
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(plain.Written);
        }

        var output = new ByteWriter(16);
        output.Varint((uint)plain.Length);
        output.Bytes(packed.GetBuffer().AsSpan(0, (int)packed.Length));
        return output.Written.ToArray();
    }

    private TableSection WriteSection(Action<ByteWriter> write)
    {
        var offset = Position;
        var start = _pending.Length;
        write(_pending);
        var bytes = _pending.Written[start..];
        return new TableSection(offset, bytes.Length, TableFormat.PartCrc(_number, offset, bytes));
    }

    private void WritePending()
    {
        _hash.AppendData(_pending.Written);
        _file.Write(_written, _pending.Written);
        _written += _pending.Length;
        _pending.Clear();
    }
}
