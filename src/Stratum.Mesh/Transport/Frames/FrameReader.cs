using System.Buffers;

namespace Stratum.Mesh.Transport;

/// <summary>Cuts a byte stream into frames. A frame's array is made only after its length was found to be allowed.</summary>
internal sealed class FrameReader(Stream stream) : IDisposable
{
    // One TLS record: many small frames a read; the rest of a large one is read straight into its array.
    private const int BufferSize = 16 * 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _start;
    private int _end;

    /// <summary>The next frame. Throws <see cref="IOException"/> when the stream ends: only an End frame ends it in order.</summary>
    public async ValueTask<(byte Kind, byte[] Payload)> ReadAsync()
    {
        while (_end - _start < FrameHeader.Size)
        {
            await FillAsync();
        }

        var (length, kind) = FrameHeader.Read(_buffer.AsSpan(_start, FrameHeader.Size));
        _start += FrameHeader.Size;
        var payload = length == 0 ? [] : GC.AllocateUninitializedArray<byte>(length);
        var buffered = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, buffered).CopyTo(payload);
        _start += buffered;
        if (buffered < length)
        {
            await stream.ReadExactlyAsync(payload.AsMemory(buffered));
        }

        return (kind, payload);
    }

    /// <summary>After an End frame: waits for the end of the stream, and lets nothing come before it.</summary>
    public async ValueTask ReadEndAsync()
    {
        if (_start < _end || await stream.ReadAsync(_buffer) > 0)
        {
            throw new MeshConnectException(RefusalReason.Malformed, "bytes came after the End frame");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async ValueTask FillAsync()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = await stream.ReadAsync(_buffer.AsMemory(_end));
        if (read == 0)
        {
            throw new EndOfStreamException("the peer's stream ended without an End frame");
        }

        _end += read;
    }
}
