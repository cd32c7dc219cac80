using System.Buffers.Binary;

namespace Stratum.Storage;

/// <summary>
/// The content index of a table: the first eight bytes of every content_id, in order, each with block and row. Cut into pages of
/// fixed size with their own CRC, so that a look-up reads one page. Ids are hashes, so that eight bytes hardly ever collide.
/// </summary>
internal static class ContentIndexPage
{
    public const int Entries = 256;

    /// <summary>Prefix u64, block u32, row u16.</summary>
    public const int EntryBytes = 14;

    public const int Bytes = (Entries * EntryBytes) + sizeof(uint);

    /// <summary>Writes all pages; the last is filled up with the highest prefix and a row that no block has.</summary>
    public static ulong[] Write(ByteWriter output, ulong fileNumber, long fileOffset, ReadOnlySpan<(ulong Prefix, uint Block, ushort Row)> sorted)
    {
        var firsts = new ulong[(sorted.Length + Entries - 1) / Entries];
        for (var page = 0; page < firsts.Length; page++)
        {
            var offset = fileOffset + ((long)page * Bytes);
            var bytes = output.Reserve(Bytes);
            bytes.Fill(0xFF);
            var entries = sorted[(page * Entries)..Math.Min(sorted.Length, (page + 1) * Entries)];
            firsts[page] = entries[0].Prefix;
            for (var at = 0; at < entries.Length; at++)
            {
                var entry = bytes[(at * EntryBytes)..];
                BinaryPrimitives.WriteUInt64LittleEndian(entry, entries[at].Prefix);
                BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], entries[at].Block);
                BinaryPrimitives.WriteUInt16LittleEndian(entry[12..], entries[at].Row);
            }

            var crc = TableFormat.PartCrc(fileNumber, offset, bytes[..(Entries * EntryBytes)]);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(Entries * EntryBytes)..], crc);
        }

        return firsts;
    }

    public static bool IsWhole(ReadOnlySpan<byte> page, ulong fileNumber, long fileOffset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(page[(Entries * EntryBytes)..])
            == TableFormat.PartCrc(fileNumber, fileOffset, page[..(Entries * EntryBytes)]);

    public static (ulong Prefix, uint Block, ushort Row) Entry(ReadOnlySpan<byte> page, int at)
    {
        var entry = page[(at * EntryBytes)..];
        return (
            BinaryPrimitives.ReadUInt64LittleEndian(entry),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(entry[12..]));
    }
}
