using System.Buffers.Binary;

namespace Stratum.Storage;

/// <summary>A record found in a segment.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="Payload">Where in the file its payload is.</param>
internal readonly record struct WalRecord(WalRecordType Type, Range Payload);

/// <summary>Bytes of a segment that are no valid record.</summary>
/// <param name="Offset">Where they begin: where a record should.</param>
/// <param name="End">Where the next valid record begins, or the file ends.</param>
internal readonly record struct WalGap(long Offset, long End);

/// <summary>
/// Finds every valid record of a segment. Behind a bad record it searches on at each aligned offset: the CRC covers salt and offset,
/// so that what it finds is a record of this segment at this place and nothing else.
/// </summary>
internal static class WalSegmentReader
{
    /// <summary>Scans a whole segment.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="segment">Its number.</param>
    /// <param name="records">Gets the records in order.</param>
    /// <param name="end">The end of the last valid record; header length when there is none; 0 without a valid header.</param>
    /// <param name="salt">Of the segment; 0 without a valid header.</param>
    /// <returns>What stands between valid records and is none.</returns>
    public static List<WalGap> Scan(ReadOnlySpan<byte> file, ulong segment, List<WalRecord> records, out long end, out ulong salt)
    {
        var damage = new List<WalGap>();
        end = 0;
        if (!WalFormat.TryReadHeader(file, segment, out salt, out var version, out _) || version is < WalFormat.OldestVersion or > WalFormat.Version)
        {
            return damage;
        }

        end = WalFormat.HeaderBytes;
        long damagedAt = -1;
        for (long offset = WalFormat.HeaderBytes; offset + WalFormat.RecordHeaderBytes <= file.Length;)
        {
            if (!TryReadRecord(file, salt, (int)offset, out var record))
            {
                damagedAt = damagedAt < 0 ? offset : damagedAt;
                offset += WalFormat.Alignment;
                continue;
            }

            if (damagedAt >= 0)
            {
                damage.Add(new WalGap(damagedAt, offset));
                damagedAt = -1;
            }

            records.Add(record);
            offset = WalFormat.Align(record.Payload.End.Value);
            end = offset;
        }

        return damage;
    }

    /// <summary>Whether the file ends where the record at an offset says that it does: nothing of it was cut off.</summary>
    public static bool IsWholeFrame(ReadOnlySpan<byte> file, long offset) =>
        file.Length - offset > WalFormat.RecordHeaderBytes
        && WalFormat.Align(offset + WalFormat.RecordHeaderBytes + BinaryPrimitives.ReadUInt32LittleEndian(file[(int)offset..])) == file.Length;

    private static bool TryReadRecord(ReadOnlySpan<byte> file, ulong salt, int offset, out WalRecord record)
    {
        record = default;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[offset..]);
        var start = offset + WalFormat.RecordHeaderBytes;
        if (length == 0 || length > WalFormat.MaxPayloadBytes || length > file.Length - start)
        {
            return false;
        }

        var type = (WalRecordType)file[offset + 8];
        if (!Enum.IsDefined(type))
        {
            return false;
        }

        var stored = BinaryPrimitives.ReadUInt32LittleEndian(file[(offset + 4)..]);
        if (stored != WalFormat.RecordCrc(salt, offset, file.Slice(offset + 8, (int)length + 1)))
        {
            return false;
        }

        record = new WalRecord(type, new Range(start, start + (int)length));
        return true;
    }
}
