namespace Stratum.Ingest;

/// <summary>A byte stream to a console with a small buffer and deadlines: every read ends.</summary>
internal sealed class DavisPort(Stream stream, TimeProvider time, TimeSpan writeGap) : IDisposable
{
    // A few archive pages.
    private const int BufferBytes = 4096;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    /// <summary>What was received and not taken yet.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(_start, _end - _start);

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        await Task.Delay(writeGap, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes bytes off the front.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Waits until that many bytes are there; false when the time is over. Throws <see cref="DeviceException"/> at the stream's end.</summary>
    public async Task<bool> FillAsync(int count, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_end - _start >= count)
        {
            return true;
        }

        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            while (_end - _start < count)
            {
                await ReadMoreAsync(either.Token).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Drops what arrives until nothing did for <paramref name="quiet"/>.</summary>
    public async Task DropAsync(TimeSpan quiet, CancellationToken cancellationToken)
    {
        // A console that streams for ever is stopped by the caller, not waited for.
        const int readsMax = 64;
        for (var read = 0; read < readsMax; read++)
        {
            _start = _end = 0;
            if (!await FillAsync(1, quiet, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    public void Dispose() => stream.Dispose();

    private async Task ReadMoreAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            throw new DeviceException("the console closed the connection; WeatherLinkIP does so while it uploads, and has one client at a time");
        }

        _end += read;
    }
}
