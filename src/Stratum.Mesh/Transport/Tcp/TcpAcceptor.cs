using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>Accepts TCP connections; each handshake runs on its own, within the limits for strangers.</summary>
internal sealed class TcpAcceptor : IAsyncDisposable
{
    // Connections that the kernel finished and nobody took yet: they cost no memory of ours.
    private const int Backlog = 128;

    // After a failed accept (no file descriptors left, say): trying again at once would only burn the processor.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly TransportContext _context;
    private readonly Socket _listener;
    private readonly Action<IMeshConnection> _onConnection;
    private readonly UnadmittedGate _gate;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RunningTasks _tasks = new();

    private TcpAcceptor(TransportContext context, Socket listener, Action<IMeshConnection> onConnection)
    {
        _context = context;
        _listener = listener;
        _onConnection = onConnection;
        _gate = new UnadmittedGate(context.Options);
        LocalEndPoint = (IPEndPoint)listener.LocalEndPoint!;
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Binds and starts. Throws <see cref="StratumException"/> when the address cannot be had.</summary>
    public static TcpAcceptor Start(TransportContext context, IPEndPoint address, Action<IMeshConnection> onConnection)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Address.Equals(IPAddress.IPv6Any))
            {
                listener.DualMode = true;
            }

            listener.Bind(address);
            listener.Listen(Backlog);
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            throw ListenFailure.Of("TCP", address, exception);
        }

        var acceptor = new TcpAcceptor(context, listener, onConnection);
        acceptor._tasks.Start(acceptor.AcceptAsync);
        return acceptor;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _tasks.WhenDoneAsync();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stopping.Token);
                Admit(socket);
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                TransportLog.AcceptFailed(_context.Logger, TcpTransport.TransportName, exception);
                await Task.Delay(PauseAfterFailure, _context.Clock, CancellationToken.None);
            }
        }
    }

    private void Admit(Socket socket)
    {
        IPEndPoint remote;
        try
        {
            remote = RemoteAddress.Plain((IPEndPoint)socket.RemoteEndPoint!);
        }
        catch (SocketException)
        {
            // Gone before it was looked at.
            socket.Dispose();
            _context.Refusals.Refused(RefusalReason.Unreachable, null, TcpTransport.TransportName, "it was closed at once");
            return;
        }

        var reason = _gate.TryEnter(remote.Address, out var place);
        if (place is null)
        {
            socket.Close(0);
            _context.Refusals.Refused(reason, remote, TcpTransport.TransportName, "too many connections that are not links yet");
            return;
        }

        _tasks.Start(() => HandshakeAsync(socket, remote, place));
    }

    private async Task HandshakeAsync(Socket socket, IPEndPoint remote, UnadmittedPlace place)
    {
        using var deadline = new HandshakeDeadline(_context, _stopping.Token);
        var check = new PeerCheck();
        SslStream? tls = null;
        try
        {
            TcpSettings.Apply(socket, _context.Options);
            tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsServerAsync(TlsOptions.ForListener(_context.Certificate, check), deadline.Token);
            TlsOptions.RequireAlpn(tls.NegotiatedApplicationProtocol);
            var peer = check.Require();
            await ConnectionPreface.AcceptAsync(tls, new Stream?[1], deadline.Token);
            await ConnectionPreface.ConfirmAsync(tls, deadline.Token);
            Handover.Give(_onConnection, new MeshConnection(new TcpWire(socket, tls, remote), peer, place, _context), _context);
        }
        catch (Exception exception)
        {
            socket.Close(0);
            tls?.Dispose();
            place.Dispose();
            if (!_stopping.IsCancellationRequested)
            {
                Handover.Failed(exception, ConnectFailure.ReasonOf(exception, check, deadline), remote, TcpTransport.TransportName, _context);
            }
        }
    }
}
