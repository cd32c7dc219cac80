using System.Buffers.Binary;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>A part of a table file with its CRC.</summary>
internal readonly record struct TableSection(long Offset, int Length, uint Crc);

/// <summary>The end of a table file: what it holds, where its sections are, and the hash of all that stands before.</summary>
internal sealed record TableFooter
{
    /// <summary>Every field has a fixed width, so that the footer is found from the end of the file.</summary>
    public const int MaxBytes = MinBytes + (TableFormat.ColumnCount * 8);

    /// <summary>Length in version 3.</summary>
    public const int MinBytes = (9 * 8) + (3 * 16) + Hash256.Size + 4 + 4 + 8;

    /// <summary>Of the file's format.</summary>
    public required uint Version { get; init; }

    /// <summary>Length of this footer in its file.</summary>
    public int Bytes => Version == TableFormat.OldestVersion ? MinBytes : MaxBytes;

    public required ulong FileNumber { get; init; }

    public required long Day { get; init; }

    public required long Rows { get; init; }

    /// <summary>Rows that replace one of an older table (a lower signature); not counted as observations.</summary>
    public required long Overrides { get; init; }

    public required long MinTimestamp { get; init; }

    public required long MaxTimestamp { get; init; }

    public required long MinArrival { get; init; }

    public required long MaxArrival { get; init; }

    /// <summary>The retention floor when the table was written: the manifest can be made again from the tables.</summary>
    public required long RetentionFloor { get; init; }

    /// <summary>Bytes of each column over all blocks; empty in version 3.</summary>
    public required long[] ColumnBytes { get; init; }

    public required TableSection Series { get; init; }

    public required TableSection BlockIndex { get; init; }

    /// <summary>Counts and sums of content ids per cell, for reconciliation.</summary>
    public required TableSection CellSums { get; init; }

    /// <summary>SHA-256 of every byte before the footer.</summary>
    public required Hash256 Hash { get; init; }

    public void Write(ByteWriter output)
    {
        var start = output.Length;
        output.UInt64(FileNumber);
        output.Int64(Day);
        output.Int64(Rows);
        output.Int64(Overrides);
        output.Int64(MinTimestamp);
        output.Int64(MaxTimestamp);
        output.Int64(MinArrival);
        output.Int64(MaxArrival);
        output.Int64(RetentionFloor);
        foreach (var bytes in ColumnBytes)
        {
            output.Int64(bytes);
        }

        WriteSection(output, Series);
        WriteSection(output, BlockIndex);
        WriteSection(output, CellSums);
        Hash.CopyTo(output.Reserve(Hash256.Size));
        output.UInt32(Version);
        output.UInt32(Crc32C.MaskedOf(output.Written[start..]));
        output.UInt64(TableFormat.FooterMagic);
    }

    /// <summary>
    /// Reads the end of a file, at most its last <see cref="MaxBytes"/>. Throws <see cref="InvalidDataException"/>, or <see cref="StratumException"/> for
    /// another version.
    /// </summary>
    public static TableFooter Read(ReadOnlySpan<byte> end, string path)
    {
        var isShort = end.Length < MaxBytes || BinaryPrimitives.ReadUInt32LittleEndian(end[^16..]) == TableFormat.OldestVersion;
        var bytes = end[^(isShort ? MinBytes : MaxBytes)..];
        var input = new ByteReader(bytes);
        var footer = new TableFooter
        {
            Version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^16..]),
            FileNumber = input.UInt64(),
            Day = input.Int64(),
            Rows = input.Int64(),
            Overrides = input.Int64(),
            MinTimestamp = input.Int64(),
            MaxTimestamp = input.Int64(),
            MinArrival = input.Int64(),
            MaxArrival = input.Int64(),
            RetentionFloor = input.Int64(),
            ColumnBytes = isShort ? [] : ReadColumnBytes(ref input),
            Series = ReadSection(ref input),
            BlockIndex = ReadSection(ref input),
            CellSums = ReadSection(ref input),
            Hash = new Hash256(input.Bytes(Hash256.Size)),
        };
        input.UInt32();
        var covered = bytes.Length - input.Remaining;
        if (input.UInt32() != Crc32C.MaskedOf(bytes[..covered]) || input.UInt64() != TableFormat.FooterMagic)
        {
            throw new InvalidDataException("the footer is damaged");
        }

        FormatVersion.Check(path, footer.Version, TableFormat.OldestVersion, TableFormat.Version);
        return footer;
    }

    private static long[] ReadColumnBytes(ref ByteReader input)
    {
        var bytes = new long[TableFormat.ColumnCount];
        for (var column = 0; column < bytes.Length; column++)
        {
            bytes[column] = input.Int64();
        }

        return bytes;
    }

    private static void WriteSection(ByteWriter output, TableSection section)
    {
        output.Int64(section.Offset);
        output.UInt32((uint)section.Length);
        output.UInt32(section.Crc);
    }

    private static TableSection ReadSection(ref ByteReader input) => new(input.Int64(), checked((int)input.UInt32()), input.UInt32());
}
