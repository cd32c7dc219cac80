using System.Buffers;

namespace Stratum.Mesh.Transport;

internal sealed partial class MeshConnection
{
    // One TLS record. Held only while there is something to send: an idle link costs no buffer.
    private const int BatchSize = 16 * 1024;

    private static readonly byte[] EndFrame = [0, 0, 0, 0, FrameHeader.End];

    private async Task WriteAsync(int stream)
    {
        try
        {
            while (!await WriteQueuedAsync(stream))
            {
                await _outbound.WaitAsync(stream);
            }

            await _wire.Streams[stream].WriteAsync(EndFrame);
            await _wire.FinishWritesAsync(stream);
        }
        catch (Exception exception)
        {
            // Whatever it was, it ends this connection and is told to whoever uses it.
            Fail(exception, dropQueued: false);
        }
    }

    /// <summary>Writes until the queues are empty or the windows full; true when nothing more will come.</summary>
    private async Task<bool> WriteQueuedAsync(int stream)
    {
        var batch = ArrayPool<byte>.Shared.Rent(BatchSize);
        try
        {
            while (true)
            {
                var taken = _outbound.Take(stream, batch.AsSpan(0, BatchSize));
                if (taken.Large is { } large)
                {
                    await WriteLargeAsync(stream, large);
                }
                else if (taken.Filled > 0)
                {
                    await _wire.Streams[stream].WriteAsync(batch.AsMemory(0, taken.Filled));
                }
                else
                {
                    return taken.IsLast;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(batch);
        }
    }

    private async Task WriteLargeAsync(int stream, OutboundFrame frame)
    {
        try
        {
            await _wire.Streams[stream].WriteAsync(frame.Pooled.AsMemory(0, frame.Length));
        }
        finally
        {
            frame.Return();
        }
    }

    private async Task ReadAsync(int stream)
    {
        using var reader = new FrameReader(_wire.Streams[stream]);
        try
        {
            while (await reader.ReadAsync() is var (kind, payload) && kind != FrameHeader.End)
            {
                OnFrame(stream, kind, payload);
            }

            if (Interlocked.Decrement(ref _readersLeft) == 0)
            {
                // The peer has said all and listens no more: what is queued for it is dropped, and it gets its End back.
                _inbound.Complete();
                _outbound.End(new IOException("the peer closed the connection"));
            }

            await reader.ReadEndAsync();
        }
        catch (Exception exception)
        {
            Fail(exception, dropQueued: false);
        }
    }

    private void OnFrame(int stream, byte kind, byte[] payload)
    {
        // With a stream for each class, a frame must come on its own, and credits come on the live one.
        var expected = kind == FrameHeader.Credit ? 0 : kind;
        if (_wire.Streams.Count > 1 && expected != stream)
        {
            throw new MeshConnectException(RefusalReason.Malformed, $"a frame of kind {kind} came on the stream of class {(TrafficClass)stream}");
        }

        if (kind == FrameHeader.Credit)
        {
            var (trafficClass, amount) = FrameHeader.ReadCredit(payload);
            _outbound.OnCredit(trafficClass, amount);
            return;
        }

        Counters.OnReceived((TrafficClass)kind, FrameHeader.Size + payload.Length);
        _inbound.Add((TrafficClass)kind, payload);
    }
}
