using System.Buffers.Binary;

namespace Stratum.Mesh.Transport;

/// <summary>
/// Before every frame: length u32 (big-endian, of the payload alone) and kind u8. Kinds 0 to 2 are the traffic classes.
/// 3 is a credit (class u8, amount u32): so much of that class was taken off the receiver's queue. 4 ends what this side sends: without it an end of
/// stream is a broken connection, because anyone on the path can forge a TCP FIN.
/// </summary>
internal static class FrameHeader
{
    public const int Size = 5;

    public const byte Credit = 3;

    public const byte End = 4;

    public const int CreditPayloadSize = 5;

    public static void Write(Span<byte> destination, int length, byte kind)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)length);
        destination[4] = kind;
    }

    public static void WriteCredit(Span<byte> destination, TrafficClass trafficClass, int amount)
    {
        Write(destination, CreditPayloadSize, Credit);
        destination[Size] = (byte)trafficClass;
        BinaryPrimitives.WriteUInt32BigEndian(destination[(Size + 1)..], (uint)amount);
    }

    /// <summary>Reads a header; throws <see cref="MeshConnectException"/> for a length or kind that no node sends.</summary>
    public static (int Length, byte Kind) Read(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        var kind = header[4];
        var lengthMax = kind switch
        {
            < Credit => IMeshConnection.FrameBytesMax,
            Credit => CreditPayloadSize,
            _ => 0,
        };
        if (kind > End || length > lengthMax || (kind == Credit && length != CreditPayloadSize))
        {
            throw new MeshConnectException(
                RefusalReason.Malformed,
                $"a frame of kind {kind} and {length} bytes came; kinds are 0 to {End}, and this one has at most {lengthMax}");
        }

        return ((int)length, kind);
    }

    /// <summary>Reads a credit's payload; throws <see cref="MeshConnectException"/> for a class that does not exist.</summary>
    public static (TrafficClass Class, uint Amount) ReadCredit(ReadOnlySpan<byte> payload) => payload[0] < FlowWindow.Classes
        ? ((TrafficClass)payload[0], BinaryPrimitives.ReadUInt32BigEndian(payload[1..]))
        : throw new MeshConnectException(RefusalReason.Malformed, $"a credit for class {payload[0]} came; classes are 0 to {FlowWindow.Classes - 1}");
}
