using System.Net;
using System.Net.Quic;
using System.Runtime.Versioning;

namespace Stratum.Mesh.Transport;

/// <summary>QUIC: one bidirectional stream for each class, opened by the dialler.</summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("windows")]
[SupportedOSPlatform("macos")]
internal sealed class QuicWire(QuicConnection connection, QuicStream[] streams) : ConnectionWire
{
    private readonly Lock _gate = new();
    private Task? _closing;

    /// <inheritdoc/>
    public override string Transport => QuicTransport.TransportName;

    /// <inheritdoc/>
    public override IPEndPoint RemoteEndPoint { get; } = RemoteAddress.Plain(connection.RemoteEndPoint);

    /// <inheritdoc/>
    public override IReadOnlyList<Stream> Streams => streams;

    /// <inheritdoc/>
    public override Task FinishWritesAsync(int stream)
    {
        streams[stream].CompleteWrites();
        return streams[stream].WritesClosed;
    }

    /// <inheritdoc/>
    public override void Abort(RefusalReason reason) => _ = CloseAsync(reason);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        // First the connection: a stream that is disposed before would wait until the peer has acknowledged what was written.
        await CloseAsync(RefusalReason.None);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    // Once: the first reason is what the peer hears. Pending reads and writes fail as soon as the close has begun.
    private Task CloseAsync(RefusalReason reason)
    {
        lock (_gate)
        {
            return _closing ??= CloseOnceAsync(reason);
        }
    }

    private async Task CloseOnceAsync(RefusalReason reason)
    {
        try
        {
            await connection.CloseAsync((long)reason);
        }
        catch (QuicException)
        {
            // It was closed by the peer or the network already, which is what was wanted.
        }
    }
}
