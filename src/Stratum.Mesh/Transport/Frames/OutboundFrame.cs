using System.Buffers;

namespace Stratum.Mesh.Transport;

/// <summary>A queued frame: header and payload in an array from the shared pool, which whoever takes the frame gives back.</summary>
/// <param name="Pooled">The array.</param>
/// <param name="Length">Header and payload.</param>
internal readonly record struct OutboundFrame(byte[] Pooled, int Length)
{
    public int PayloadLength => Length - FrameHeader.Size;

    public static OutboundFrame Copy(TrafficClass trafficClass, ReadOnlySpan<byte> payload)
    {
        var length = FrameHeader.Size + payload.Length;
        var pooled = ArrayPool<byte>.Shared.Rent(length);
        FrameHeader.Write(pooled, payload.Length, (byte)trafficClass);
        payload.CopyTo(pooled.AsSpan(FrameHeader.Size));
        return new OutboundFrame(pooled, length);
    }

    public void Return() => ArrayPool<byte>.Shared.Return(Pooled);
}
