using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Stratum.Mesh.Transport;

/// <summary>TLS 1.3 over TCP, one connection for all classes: for networks that block UDP and machines without libmsquic.</summary>
internal sealed class TcpTransport(TransportContext context) : IMeshTransport
{
    internal const string TransportName = "tcp";

    private TcpAcceptor? _acceptor;

    /// <inheritdoc/>
    public string Name => TransportName;

    /// <inheritdoc/>
    public Task<IPEndPoint> ListenAsync(IPEndPoint address, Action<IMeshConnection> onConnection, CancellationToken cancellationToken)
    {
        if (_acceptor is not null)
        {
            throw new InvalidOperationException("the transport listens already");
        }

        _acceptor = TcpAcceptor.Start(context, address, onConnection);
        return Task.FromResult(_acceptor.LocalEndPoint);
    }

    /// <inheritdoc/>
    public async Task<IMeshConnection> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        using var deadline = new HandshakeDeadline(context, cancellationToken);
        var check = new PeerCheck();
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        SslStream? tls = null;
        try
        {
            await socket.ConnectAsync(address, deadline.Token);
            TcpSettings.Apply(socket, context.Options);
            tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsClientAsync(TlsOptions.ForDialler(context.Certificate, check), deadline.Token);
            TlsOptions.RequireAlpn(tls.NegotiatedApplicationProtocol);
            var peer = check.Require();
            var wire = new TcpWire(socket, tls, address);
            await ConnectionPreface.OpenAsync(wire.Streams, deadline.Token);
            return new MeshConnection(wire, peer, place: null, context);
        }
        catch (Exception exception)
        {
            socket.Close(0);
            tls?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectFailure.OfDial(exception, ConnectFailure.ReasonOf(exception, check, deadline), TransportName, address);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _acceptor, null)?.DisposeAsync() ?? ValueTask.CompletedTask;
}
