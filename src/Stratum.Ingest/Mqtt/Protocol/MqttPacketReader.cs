namespace Stratum.Ingest;

/// <summary>
/// Cuts a stream into packets. A message larger than the limit is passed over instead of ending the connection: a broker would deliver
/// it again after every reconnect, for ever. Its beginning is kept, so that it can be acknowledged and named.
/// </summary>
internal sealed class MqttPacketReader(Stream stream, int bodyBytesMax)
{
    // A small message and its header; grows up to the limit when one is larger.
    private const int BufferBytesFirst = 4096;

    private byte[] _buffer = new byte[BufferBytesFirst];
    private int _start;
    private int _end;

    /// <summary>The next packet, or null at the end of the stream. Its body is valid until the next call.</summary>
    public async ValueTask<MqttPacket?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (MqttFraming.TryReadHeader(_buffer.AsSpan(_start, _end - _start), out var type, out var flags, out var headerBytes, out var bodyBytes))
            {
                return await ReadBodyAsync(type, flags, headerBytes, bodyBytes, cancellationToken).ConfigureAwait(false);
            }

            if (!await FillAsync(MqttFraming.HeaderBytesMax, cancellationToken).ConfigureAwait(false))
            {
                return _start == _end ? null : throw new MqttProtocolException("the connection ended in the middle of a packet");
            }
        }
    }

    private async ValueTask<MqttPacket> ReadBodyAsync(
        MqttPacketType type, byte flags, int headerBytes, int bodyBytes, CancellationToken cancellationToken)
    {
        var isTruncated = bodyBytes > bodyBytesMax;
        if (isTruncated && type != MqttPacketType.Publish)
        {
            throw new MqttProtocolException($"the broker sent {type} of {bodyBytes} bytes; at most {bodyBytesMax} are accepted");
        }

        var keptBytes = Math.Min(bodyBytes, bodyBytesMax);
        while (_end - _start < headerBytes + keptBytes)
        {
            await FillOrThrowAsync(headerBytes + keptBytes, cancellationToken).ConfigureAwait(false);
        }

        var body = _buffer.AsMemory(_start + headerBytes, keptBytes);
        _start += headerBytes + keptBytes;
        if (isTruncated)
        {
            body = body.ToArray();
            await SkipAsync(bodyBytes - keptBytes, cancellationToken).ConfigureAwait(false);
        }

        return new MqttPacket(type, flags, body, isTruncated);
    }

    private async ValueTask SkipAsync(int bytes, CancellationToken cancellationToken)
    {
        while (bytes > 0)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, 0);
                await FillOrThrowAsync(1, cancellationToken).ConfigureAwait(false);
            }

            var skipped = Math.Min(bytes, _end - _start);
            _start += skipped;
            bytes -= skipped;
        }
    }

    private async ValueTask FillOrThrowAsync(int neededBytes, CancellationToken cancellationToken)
    {
        if (!await FillAsync(neededBytes, cancellationToken).ConfigureAwait(false))
        {
            throw new MqttProtocolException("the connection ended in the middle of a packet");
        }
    }

    private async ValueTask<bool> FillAsync(int neededBytes, CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_buffer.Length < neededBytes)
        {
            // Grows by doubling and only as bytes arrive: a length that is announced is not a length that comes.
            Array.Resize(ref _buffer, _end < _buffer.Length ? _buffer.Length : Math.Min(_buffer.Length * 2, bodyBytesMax + MqttFraming.HeaderBytesMax));
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }
}
