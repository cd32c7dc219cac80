using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Stratum.Mesh.Transport;

/// <summary>TLS over TCP: one stream for all classes.</summary>
internal sealed class TcpWire(Socket socket, SslStream tls, IPEndPoint remoteEndPoint) : ConnectionWire
{
    /// <inheritdoc/>
    public override string Transport => TcpTransport.TransportName;

    /// <inheritdoc/>
    public override IPEndPoint RemoteEndPoint => remoteEndPoint;

    /// <inheritdoc/>
    public override IReadOnlyList<Stream> Streams { get; } = [tls];

    /// <inheritdoc/>
    public override Task FinishWritesAsync(int stream)
    {
        // TLS's close_notify would add nothing: the End frame is what ends this side, and it came under the same encryption.
        socket.Shutdown(SocketShutdown.Send);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Abort(RefusalReason reason) => socket.Close(0);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await tls.DisposeAsync();
        socket.Dispose();
    }
}
