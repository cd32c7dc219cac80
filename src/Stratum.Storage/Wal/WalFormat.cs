using System.Buffers.Binary;

namespace Stratum.Storage;

/// <summary>Constants of the write-ahead log, version 2, and of the manifest, which is framed like a segment.</summary>
internal static class WalFormat
{
    public const uint Version = 2;

    /// <summary>Rows without a CRC of their own, and manifests without floors by class. It is read, and written no more.</summary>
    public const uint OldestVersion = 1;

    /// <summary>Two copies, so that one flipped bit cannot take the salt and with it every record of the segment.</summary>
    public const int HeaderBytes = 2 * HeaderCopyBytes;

    public const int HeaderCopyBytes = 32;

    /// <summary>Length u32, masked CRC u32, type u8.</summary>
    public const int RecordHeaderBytes = 9;

    public const int Alignment = 8;

    /// <summary>Far above the largest record written (256 rows of at most 200 bytes): a larger length is damage, and the search for the next record stays
    /// cheap.</summary>
    public const int MaxPayloadBytes = 256 << 10;

    /// <summary>Rows in one record: enough that its header costs nothing. Each row has a CRC of its own, so that a damaged one costs no other.</summary>
    public const int MaxRowsPerRecord = 256;

    /// <summary>
    /// Bytes of definitions in a segment that stand twice: the series of a house. A node with thousands knows most of them from its tables, and would pay
    /// for the copies in each segment.
    /// </summary>
    public const int CopiedDefinitionBytes = 16 << 10;

    private const ulong Magic = 0x314C_4157_5254_5453; // "STTRWAL1"

    public static long Align(long position) => (position + Alignment - 1) & ~(long)(Alignment - 1);

    public static string FileName(ulong segment) => segment.ToString("D10", System.Globalization.CultureInfo.InvariantCulture) + ".wal";

    public static bool TryParseFileName(string name, out ulong segment)
    {
        segment = 0;
        return name.EndsWith(".wal", StringComparison.Ordinal)
            && ulong.TryParse(name.AsSpan(0, name.Length - 4), System.Globalization.NumberStyles.None, null, out segment);
    }

    public static void WriteHeader(Span<byte> header, ulong segment, ulong salt)
    {
        for (var copy = 0; copy < 2; copy++)
        {
            var bytes = header.Slice(copy * HeaderCopyBytes, HeaderCopyBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Version);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[12..], segment);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[20..], salt);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[28..], Crc32C.MaskedOf(bytes[..28]));
        }
    }

    /// <summary>Reads the salt from whichever copy is whole. A segment number other than the file's is a misplaced file, so no header.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="segment">Its number.</param>
    /// <param name="salt">What its CRCs begin with.</param>
    /// <param name="version">Of its format.</param>
    /// <param name="damagedCopy">Offset of the copy that is not whole; null when both are.</param>
    public static bool TryReadHeader(ReadOnlySpan<byte> file, ulong segment, out ulong salt, out uint version, out int? damagedCopy)
    {
        (salt, version, damagedCopy) = (0, 0, null);
        var isFound = false;
        for (var copy = 0; copy < 2; copy++)
        {
            var at = copy * HeaderCopyBytes;
            var bytes = file.Length < at + HeaderCopyBytes ? default : file.Slice(at, HeaderCopyBytes);
            if (!bytes.IsEmpty
                && BinaryPrimitives.ReadUInt64LittleEndian(bytes) == Magic
                && BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]) == Crc32C.MaskedOf(bytes[..28])
                && BinaryPrimitives.ReadUInt64LittleEndian(bytes[12..]) == segment)
            {
                version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
                salt = BinaryPrimitives.ReadUInt64LittleEndian(bytes[20..]);
                isFound = true;
            }
            else
            {
                damagedCopy ??= at;
            }
        }

        return isFound;
    }

    /// <summary>The CRC of a record. Salt and offset are in it, so that a record of another file or place never passes for this one.</summary>
    public static uint RecordCrc(ulong salt, long offset, ReadOnlySpan<byte> typeAndPayload) =>
        Crc32C.Mask(Crc32C.Append(Crc32C.Append(Crc32C.Append(Crc32C.Seed, salt), (ulong)offset), typeAndPayload));
}
