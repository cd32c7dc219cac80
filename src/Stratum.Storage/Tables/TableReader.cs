using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// An open table. Immutable, shared by readers; every byte that it gives out has passed a CRC, otherwise it throws
/// <see cref="TableDamageException"/>.
/// </summary>
internal sealed class TableReader : IDisposable
{
    // Bytes a row that timestamp, value and place of a steady sensor stay below; where they do not, the block is read whole.
    private const int ContentBytesGuess = 8;

    private readonly IFile _file;
    private readonly HashSet<long> _damagedBlocks = [];
    private readonly List<TableDamageException> _flaws = [];
    private bool _hasDamage;

    private TableReader(string path, IFile file, TableFooter footer, BlockIndex blocks)
    {
        (Path, _file, Footer, Blocks) = (path, file, footer, blocks);
        FileBytes = file.Length;
        Record = RecordOf(path, footer);
    }

    public string Path { get; }

    public TableFooter Footer { get; }

    /// <summary>How the manifest names it.</summary>
    public TableRecord Record { get; }

    /// <summary>Whether it has sums for reconciliation.</summary>
    public bool HasSums => !Record.IsKept;

    /// <summary>What was found out about its rows by signer; for the store.</summary>
    public TableClasses? Classes { get; set; }

    public long FileBytes { get; }

    /// <summary>In order of series, then timestamp.</summary>
    public BlockIndex Blocks { get; }

    /// <summary>The table or its day was found damaged: contents can come again from peers, and the sums no longer tell what is held.</summary>
    public bool HasDamage => Volatile.Read(ref _hasDamage);

    /// <summary>Whether a block was found damaged.</summary>
    public bool HasDamagedBlocks
    {
        get
        {
            lock (_damagedBlocks)
            {
                return _damagedBlocks.Count > 0;
            }
        }
    }

    /// <summary>What was found damaged when the table was opened, all of it made up for: no row is missing but those of the blocks that it names.</summary>
    public IReadOnlyList<TableDamageException> Flaws => _flaws;

    /// <summary>Takes note of damage outside the blocks; for the thread that opens the table.</summary>
    public void AddFlaw(TableDamageException flaw)
    {
        MarkDamaged();
        _flaws.Add(flaw);
    }

    public void MarkDamaged() => Volatile.Write(ref _hasDamage, true);

    /// <summary>Found damaged: the block is left out of every answer, and its contents count as absent so that they can come again.</summary>
    public bool IsDamaged(in BlockEntry block)
    {
        if (!HasDamage)
        {
            return false;
        }

        lock (_damagedBlocks)
        {
            return _damagedBlocks.Contains(block.Offset);
        }
    }

    /// <summary>True for the first caller only.</summary>
    public bool MarkDamaged(in BlockEntry block)
    {
        MarkDamaged();
        lock (_damagedBlocks)
        {
            return _damagedBlocks.Add(block.Offset);
        }
    }

    /// <summary>
    /// Opens a table and checks header, footer, block index and sums; blocks are checked when read. What of these is damaged is made again from the blocks
    /// and noted in <see cref="Flaws"/>. Throws <see cref="TableDamageException"/> when there is nothing to read.
    /// </summary>
    public static TableReader Open(IFileSystem files, string path)
    {
        var file = files.OpenRead(path);
        try
        {
            return Open(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static TableReader Open(IFile file, string path)
    {
        var flaws = new List<TableDamageException>();
        var length = file.Length;
        var headerVersion = Attempt(flaws, 0u, () => ReadHeader(file, path));
        var footer = Attempt(flaws, null, () => ReadFooter(file, path, length));
        var blocks = footer is null
            ? null
            : Attempt(flaws, null, () => WithSection(
                file, path, footer, footer.BlockIndex, length, bytes => BlockIndex.Read(bytes, footer.Day, RecordOf(path, footer).LastDay)));
        if (blocks is null)
        {
            (footer, blocks) = new TableScan(file, path, headerVersion, flaws).Run(footer);
        }
        else
        {
            Attempt(flaws, 0, () => WithSection(file, path, footer!, footer!.CellSums, length, static bytes => bytes.Length));
        }

        var table = new TableReader(path, file, footer!, blocks);
        flaws.ForEach(table.AddFlaw);
        return table;
    }

    // The file name says how many days a table spans.
    private static TableRecord RecordOf(string path, TableFooter footer) =>
        TableFormat.TryParseFileName(System.IO.Path.GetFileName(path), out var record) && record.Number == footer.FileNumber && record.Day == footer.Day
            ? record
            : new TableRecord(footer.FileNumber, footer.Day);

    private static T Attempt<T>(List<TableDamageException> flaws, T otherwise, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (TableDamageException exception)
        {
            flaws.Add(exception);
            return otherwise;
        }
    }

    private static TableFooter? ReadFooter(IFile file, string path, long length)
    {
        if (length < TableFormat.HeaderBytes + TableFooter.MinBytes)
        {
            throw new TableDamageException(path, 0, $"{length} bytes are too few for a table");
        }

        var end = new byte[Math.Min(TableFooter.MaxBytes, length)];
        ReadFully(file, path, length - end.Length, end);
        return Parse(path, length - end.Length, () => TableFooter.Read(end, path));
    }

    /// <summary>The definitions of every series in the table, and perhaps of more.</summary>
    public List<(uint Id, Series Series)> ReadSeries()
    {
        try
        {
            return WithSection(_file, Path, Footer, Footer.Series, FileBytes, ParseSeries);
        }
        catch (TableDamageException exception) when (Footer.Version > TableFormat.SingleSeriesVersion)
        {
            var series = ReadFrontSeries();
            if (Footer.Series.Length > 0)
            {
                AddFlaw(exception);
            }

            return series;
        }
    }

    /// <summary>The definitions that stand in front of the blocks: the same. Throws <see cref="TableDamageException"/>.</summary>
    public List<(uint Id, Series Series)> ReadFrontSeries()
    {
        Span<byte> header = stackalloc byte[TableFormat.FrontHeaderBytes];
        ReadFully(_file, Path, TableFormat.HeaderBytes, header);
        var front = new TableSection(
            TableFormat.HeaderBytes + TableFormat.FrontHeaderBytes,
            BinaryPrimitives.ReadInt32LittleEndian(header),
            BinaryPrimitives.ReadUInt32LittleEndian(header[4..]));
        return WithSection(_file, Path, Footer, front, FileBytes, ParseSeries);
    }

    private static List<(uint Id, Series Series)> ParseSeries(ReadOnlySpan<byte> section)
    {
        var packed = new ByteReader(section);
        var plain = new byte[checked((int)packed.Varint())];
        using var brotli = new BrotliStream(new MemoryStream(packed.Bytes(packed.Remaining).ToArray()), CompressionMode.Decompress);
        brotli.ReadExactly(plain);
        var input = new ByteReader(plain);
        var series = new List<(uint, Series)>();
        for (var left = input.Count(); left > 0; left--)
        {
            series.Add((checked((uint)input.Varint()), SeriesCodec.Read(ref input)));
        }

        return series;
    }

    /// <summary>The block index as it stands in the file, checked.</summary>
    public byte[] ReadIndexBytes() => WithSection(_file, Path, Footer, Footer.BlockIndex, FileBytes, static bytes => bytes.ToArray());

    /// <summary>The sums for reconciliation as they stand in the file, checked.</summary>
    public byte[] ReadSumBytes() => WithSection(_file, Path, Footer, Footer.CellSums, FileBytes, static bytes => bytes.ToArray());

    /// <summary>Adds the sums of the hours from &lt;= hour &lt; to. They are not kept in memory: there is one for each hour and cell.</summary>
    public void ReadSums(List<CellSum> cells, long fromHour, long toHour) => WithSection(_file, Path, Footer, Footer.CellSums, FileBytes, bytes =>
    {
        CellSums.Read(bytes, cells, fromHour, toHour);
        return cells;
    });

    /// <summary>Whether the second lies in the table's range.</summary>
    public bool MayHold(long timestamp) => timestamp >= Footer.MinTimestamp && timestamp <= Footer.MaxTimestamp;

    /// <summary>Index of the first block of a series; the number of blocks when the table has none at or after it.</summary>
    public int FirstBlockOf(uint seriesId)
    {
        var low = 0;
        var high = Blocks.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Blocks.SeriesAt(middle) < seriesId)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Reads and checks the columns of a block: all, or those that make its contents.</summary>
    public BlockRows ReadBlock(in BlockEntry block, Series series, bool contentOnly = false)
    {
        // The contents stand in front of the signatures, which are most of a block.
        var wanted = contentOnly ? Math.Min(block.Length, TableFormat.BlockHeaderBytes + (block.Count * ContentBytesGuess)) : block.Length;
        if (TryReadBlock(block, series, contentOnly, wanted) is { } rows)
        {
            return rows;
        }

        return TryReadBlock(block, series, contentOnly, block.Length)
            ?? throw new TableDamageException(Path, block.Offset, "a column goes beyond its block");
    }

    /// <summary>Reads and checks timestamps and values alone: they stand first in a block.</summary>
    public SeriesValues ReadValues(in BlockEntry block)
    {
        Span<byte> header = stackalloc byte[TableFormat.BlockHeaderBytes];
        ReadFully(_file, Path, block.Offset, header);
        var count = CheckBlockHeader(block, header);
        var lengths = (Timestamps: ColumnLength(header, TableColumn.Timestamps), Values: ColumnLength(header, TableColumn.Values));
        if (lengths.Timestamps < 0 || lengths.Values < 0 || lengths.Timestamps > block.Length || lengths.Values > block.Length - lengths.Timestamps)
        {
            throw new TableDamageException(Path, block.Offset, "a column goes beyond its block");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(lengths.Timestamps + lengths.Values);
        try
        {
            var offset = block.Offset + TableFormat.BlockHeaderBytes;
            var bytes = buffer.AsSpan(0, lengths.Timestamps + lengths.Values);
            ReadFully(_file, Path, offset, bytes);
            var (timestamps, values) = (new long[count], new double[count]);
            CheckColumn(header, TableColumn.Timestamps, offset, bytes[..lengths.Timestamps]);
            CheckColumn(header, TableColumn.Values, offset + lengths.Timestamps, bytes[lengths.Timestamps..]);
            ColumnCodec.ReadValues(bytes[..lengths.Timestamps], bytes[lengths.Timestamps..], timestamps, values);
            return new SeriesValues(timestamps, values);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException)
        {
            throw new TableDamageException(Path, block.Offset, $"timestamps or values cannot be decoded: {exception.Message}", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int ColumnLength(ReadOnlySpan<byte> header, TableColumn column) =>
        BinaryPrimitives.ReadInt32LittleEndian(header[(12 + ((int)column * 8))..]);

    private void CheckColumn(ReadOnlySpan<byte> header, TableColumn column, long offset, ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[(16 + ((int)column * 8))..]) != TableFormat.PartCrc(Footer.FileNumber, offset, bytes))
        {
            throw new TableDamageException(Path, offset, $"column {column} fails its CRC");
        }
    }

    // Null: a column goes beyond the bytes that were asked for.
    private BlockRows? TryReadBlock(in BlockEntry block, Series series, bool contentOnly, int wanted)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(wanted);
        try
        {
            var bytes = buffer.AsSpan(0, wanted);
            ReadFully(_file, Path, block.Offset, bytes);
            var rows = new BlockRows(series, CheckBlockHeader(block, bytes), contentOnly);
            var at = TableFormat.BlockHeaderBytes;
            for (var column = 0; column < (contentOnly ? TableFormat.ContentColumnCount : TableFormat.ColumnCount); column++)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[(12 + (column * 8))..]);
                var crc = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(16 + (column * 8))..]);
                if (length < 0 || length > bytes.Length - at)
                {
                    return null;
                }

                if (crc != TableFormat.PartCrc(Footer.FileNumber, block.Offset + at, bytes.Slice(at, length)))
                {
                    throw new TableDamageException(Path, block.Offset + at, $"column {(TableColumn)column} fails its CRC");
                }

                ReadColumn(block, bytes.Slice(at, length), (TableColumn)column, rows);
                at += length;
            }

            return rows;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Bytes of each column of a block, from its checked header.</summary>
    public int[] ColumnLengths(in BlockEntry block)
    {
        Span<byte> header = stackalloc byte[TableFormat.BlockHeaderBytes];
        ReadFully(_file, Path, block.Offset, header);
        CheckBlockHeader(block, header);
        var lengths = new int[TableFormat.ColumnCount];
        for (var column = 0; column < lengths.Length; column++)
        {
            lengths[column] = BinaryPrimitives.ReadInt32LittleEndian(header[(12 + (column * 8))..]);
        }

        return lengths;
    }

    /// <summary>Whether every byte before the footer is as it was written.</summary>
    public bool HashIsRight()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (long at = 0; at < FileBytes - Footer.Bytes;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, FileBytes - Footer.Bytes - at));
            ReadFully(_file, Path, at, part);
            hash.AppendData(part);
            at += part.Length;
        }

        return new Hash256(hash.GetHashAndReset()) == Footer.Hash;
    }

    public void Dispose() => _file.Dispose();

    private int CheckBlockHeader(in BlockEntry block, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < TableFormat.BlockHeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes)
                != TableFormat.PartCrc(Footer.FileNumber, block.Offset, bytes[4..TableFormat.BlockHeaderBytes]))
        {
            throw new TableDamageException(Path, block.Offset, "a block header fails its CRC");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != block.SeriesId || count != block.Count)
        {
            throw new TableDamageException(Path, block.Offset, "a block is not the one that the index names");
        }

        return count;
    }

    private void ReadColumn(in BlockEntry block, ReadOnlySpan<byte> bytes, TableColumn column, BlockRows rows)
    {
        try
        {
            if (column == TableColumn.Scores && Footer.Version == TableFormat.OldestVersion)
            {
                var input = new ByteReader(bytes);
                ScoreCodec.ReadVersion3(ref input, rows.Assessments);
                return;
            }

            ColumnCodec.Read(bytes, column, rows);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException)
        {
            throw new TableDamageException(Path, block.Offset, $"column {column} cannot be decoded: {exception.Message}", exception);
        }
    }

    private static uint ReadHeader(IFile file, string path)
    {
        Span<byte> header = stackalloc byte[TableFormat.HeaderBytes];
        ReadFully(file, path, 0, header);
        if (BinaryPrimitives.ReadUInt64LittleEndian(header) != TableFormat.HeaderMagic
            || BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) != Crc32C.MaskedOf(header[..12]))
        {
            throw new TableDamageException(path, 0, "the header is damaged");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        FormatVersion.Check(path, version, TableFormat.OldestVersion, TableFormat.Version);
        return version;
    }

    // The bytes are on loan: a section of a large table is read at every start, and must not stay behind in memory.
    private static T WithSection<T>(IFile file, string path, TableFooter footer, TableSection section, long fileLength, SectionParser<T> parse)
    {
        if (section.Offset < 0 || section.Length < 0 || section.Offset > fileLength - section.Length)
        {
            throw new TableDamageException(path, section.Offset, "a section lies outside the file");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(section.Length);
        try
        {
            var bytes = buffer.AsSpan(0, section.Length);
            ReadFully(file, path, section.Offset, bytes);
            if (section.Crc != TableFormat.PartCrc(footer.FileNumber, section.Offset, bytes))
            {
                throw new TableDamageException(path, section.Offset, "a section fails its CRC");
            }

            return parse(bytes);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new TableDamageException(path, section.Offset, exception.Message, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void ReadFully(IFile file, string path, long offset, Span<byte> buffer)
    {
        if (file.Read(offset, buffer) != buffer.Length)
        {
            throw new TableDamageException(path, offset, $"the file ends before {buffer.Length} bytes could be read");
        }
    }

    private delegate T SectionParser<T>(ReadOnlySpan<byte> bytes);

    private static T Parse<T>(string path, long offset, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new TableDamageException(path, offset, exception.Message, exception);
        }
    }
}
