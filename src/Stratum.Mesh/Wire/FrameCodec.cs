using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Wire;

/// <summary>Frames to bytes and back. What comes back has the right syntax only; every reader checks its own fields.</summary>
internal static class FrameCodec
{
    /// <summary>The largest frame before a link is up: a Hello with every list full is below 3 KiB.</summary>
    public const int HandshakeBytesMax = 4 * 1024;

    // Unknown fields are dropped, not kept: a stranger must not be able to make a node carry bytes that nothing reads.
    private static readonly MessageParser<Frame> Parser = Frame.Parser.WithDiscardUnknownFields(true);

    /// <summary>Parses one frame; false for anything that is not one. A frame of a newer protocol has no body that this program knows.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, int bytesMax, [NotNullWhen(true)] out Frame? frame)
    {
        frame = null;
        if (bytes.Length == 0 || bytes.Length > bytesMax)
        {
            return false;
        }

        try
        {
            frame = Parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    /// <summary>The bytes of a frame. Throws <see cref="InvalidOperationException"/> above the frame limit: a fault of the caller.</summary>
    public static byte[] ToBytes(Frame frame)
    {
        var bytes = frame.ToByteArray();
        return bytes.Length <= IMeshConnection.FrameBytesMax
            ? bytes
            : throw new InvalidOperationException($"a {frame.BodyCase} of {bytes.Length} bytes was made; {IMeshConnection.FrameBytesMax} is the limit");
    }
}
