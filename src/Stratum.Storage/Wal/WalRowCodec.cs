using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The payload of a rows record: what the rows are differences to, the rows, each with a CRC of its own, and the former once more. A row depends on no
/// other one: whatever is cut off or flipped, the rest can be read. Scores are not in the log: a row that was not yet in a table is scored again after
/// recovery.
/// </summary>
internal static class WalRowCodec
{
    private const byte AtHome = 1;
    private const int ViaShift = 1;
    private const int TimeSourceShift = 3;
    private const byte SameTimestamp = 1 << 5;
    private const byte SameDelay = 1 << 6;
    private const byte Unused = 1 << 7;

    /// <param name="output">Holds a record from its begin on.</param>
    /// <param name="rows">What goes into it.</param>
    /// <param name="segmentSeries">What the segment defines.</param>
    /// <param name="salt">Of the segment.</param>
    /// <param name="bufferOffset">Offset in the file at which the buffer will be written.</param>
    public static void Write(
        ByteWriter output, ReadOnlySpan<WalRow> rows, Dictionary<uint, WalSeriesState> segmentSeries, ulong salt, long bufferOffset)
    {
        var head = WalRowHead.Of(rows);
        head.Write(output, isEnd: false, salt, bufferOffset);
        foreach (ref readonly var row in rows)
        {
            var start = output.Length;
            WriteRow(output, row, head, segmentSeries[row.Entry.Id]);
            output.UInt32(WalFormat.RecordCrc(salt, bufferOffset + start, output.Written[start..]));
        }

        if (rows.Length > 1)
        {
            head.Write(output, isEnd: true, salt, bufferOffset);
        }
    }

    /// <summary>Reads the rows of a record whose CRC is right. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ReadOnlySpan<byte> payload, List<LoggedRow> rows)
    {
        var input = new ByteReader(payload);
        var (head, _) = WalRowHead.Read(ref input);
        for (var left = head.Count; left > 0; left--)
        {
            rows.Add(ReadRow(ref input, head));
            input.UInt32();
        }
    }

    /// <summary>Reads a row and its CRC. Throws <see cref="InvalidDataException"/> for bytes that cannot be one.</summary>
    public static LoggedRow ReadRow(ref ByteReader input, WalRowHead head)
    {
        var id = checked((uint)input.Varint());
        var flags = input.Byte();
        if ((flags & Unused) != 0)
        {
            throw new InvalidDataException($"flags {flags:x2}");
        }

        var timestamp = (flags & SameTimestamp) != 0 ? head.Timestamp : head.Timestamp + input.ZigZag();
        var arrival = head.Arrival + input.ZigZag();
        var delay = (flags & SameDelay) != 0 ? head.DelayMs : head.DelayMs + input.ZigZag();
        var value = input.Double();
        var (position, altitude) = (flags & AtHome) != 0 ? default : PlaceCodec.Read(ref input);
        return new LoggedRow
        {
            SeriesId = id,
            IsAtHome = (flags & AtHome) != 0,
            Position = position,
            Altitude = altitude,
            Timestamp = timestamp,
            Arrival = arrival,
            ReceivedAtMs = WalRowHead.ReceivedAtMs(timestamp, delay),
            ReceivedVia = (ReceivedVia)((flags >> ViaShift) & 3),
            TimeSource = (TimeSource)((flags >> TimeSourceShift) & 3),
            Value = value,
            ContentId = new ContentId(new Hash256(input.Bytes(Hash256.Size))),
            Signature = Signature.FromBytes(input.Bytes(Signature.Size)),
        };
    }

    /// <summary>Bytes of the row that may begin here, its CRC included; 0 when none can. For bytes that were never checked, so it throws nothing.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        var at = Varints.Skip(bytes, 0);
        if (at < 0 || at >= bytes.Length || (bytes[at] & Unused) != 0)
        {
            return 0;
        }

        var flags = bytes[at++];
        at = (flags & SameTimestamp) != 0 ? at : Varints.Skip(bytes, at);
        at = Varints.Skip(bytes, at);
        at = (flags & SameDelay) != 0 ? at : Varints.Skip(bytes, at);
        if (at < 0)
        {
            return 0;
        }

        at += sizeof(double);
        if ((flags & AtHome) == 0)
        {
            if (at >= bytes.Length || bytes[at] > (PlaceCodec.HasPosition | PlaceCodec.HasAltitude))
            {
                return 0;
            }

            at += 1 + ((bytes[at] & PlaceCodec.HasPosition) != 0 ? 2 * sizeof(double) : 0) + ((bytes[at] & PlaceCodec.HasAltitude) != 0 ? sizeof(double) : 0);
        }

        at += Hash256.Size + Signature.Size + sizeof(uint);
        return at <= bytes.Length ? at : 0;
    }

    private static void WriteRow(ByteWriter output, in WalRow row, WalRowHead head, WalSeriesState series)
    {
        var stored = row.Stored;
        var observation = stored.Observation.Observation;
        var delay = WalRowHead.DelayOf(observation.Timestamp, stored.ReceivedAtMs);
        var atHome = series.IsAt(observation);
        output.Varint(row.Entry.Id);
        output.Byte((byte)((atHome ? AtHome : 0) | ((int)stored.ReceivedVia << ViaShift) | ((int)stored.TimeSource << TimeSourceShift)
            | (observation.Timestamp == head.Timestamp ? SameTimestamp : 0) | (delay == head.DelayMs ? SameDelay : 0)));
        if (observation.Timestamp != head.Timestamp)
        {
            output.ZigZag(observation.Timestamp - head.Timestamp);
        }

        output.ZigZag(stored.ArrivalNumber - head.Arrival);
        if (delay != head.DelayMs)
        {
            output.ZigZag(delay - head.DelayMs);
        }

        output.Double(observation.Value);
        if (!atHome)
        {
            PlaceCodec.Write(output, observation.Position, observation.Altitude);
        }

        stored.Observation.ContentId.Hash.CopyTo(output.Reserve(Hash256.Size));
        stored.Observation.Signature.CopyTo(output.Reserve(Signature.Size));
    }
}
