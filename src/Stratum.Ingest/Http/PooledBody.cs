using System.Buffers;

namespace Stratum.Ingest;

/// <summary>A body in one pooled buffer that grows up to a limit.</summary>
internal sealed class PooledBody : IDisposable
{
    // Most bodies are one or a few readings.
    private const int BytesInitial = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BytesInitial);
    private int _length;

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Reads the stream to its end; false when it holds more than <paramref name="bytesMax"/>, of which one byte more is read.</summary>
    public async ValueTask<bool> TryFillAsync(Stream stream, int bytesMax, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == _buffer.Length)
            {
                Grow(bytesMax + 1);
            }

            var room = Math.Min(_buffer.Length, bytesMax + 1) - _length;
            var read = await stream.ReadAsync(_buffer.AsMemory(_length, room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            _length += read;
            if (_length > bytesMax)
            {
                return false;
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void Grow(int bytesMax)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)_buffer.Length * 4, Math.Max(bytesMax, _buffer.Length + 1L)));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
