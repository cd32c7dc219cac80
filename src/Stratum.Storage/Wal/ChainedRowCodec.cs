using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The rows of a record as version 1 wrote them: each a difference to the row before.</summary>
internal static class ChainedRowCodec
{
    private const byte AtHome = 1;
    private const int ViaShift = 1;
    private const int TimeSourceShift = 3;

    /// <summary>Reads the rows of a record whose CRC is right. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ReadOnlySpan<byte> payload, List<LoggedRow> rows)
    {
        var input = new ByteReader(payload);
        long timestamp = 0, arrival = 0, received = 0;
        for (var left = input.Count(); left > 0; left--)
        {
            var id = checked((uint)input.Varint());
            var flags = input.Byte();
            timestamp += input.ZigZag();
            arrival += input.ZigZag();
            received += input.ZigZag();
            var value = input.Double();
            var (position, altitude) = (flags & AtHome) != 0 ? default : PlaceCodec.Read(ref input);
            rows.Add(new LoggedRow
            {
                SeriesId = id,
                IsAtHome = (flags & AtHome) != 0,
                Position = position,
                Altitude = altitude,
                Timestamp = timestamp,
                Arrival = arrival,
                ReceivedAtMs = received,
                ReceivedVia = (ReceivedVia)((flags >> ViaShift) & 3),
                TimeSource = (TimeSource)((flags >> TimeSourceShift) & 3),
                Value = value,
                ContentId = new ContentId(new Hash256(input.Bytes(Hash256.Size))),
                Signature = Signature.FromBytes(input.Bytes(Signature.Size)),
            });
        }
    }
}
