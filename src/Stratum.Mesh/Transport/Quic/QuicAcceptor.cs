using System.Net;
using System.Net.Quic;
using System.Net.Security;
using System.Runtime.Versioning;

namespace Stratum.Mesh.Transport;

/// <summary>Accepts QUIC connections; each one's streams are awaited on their own, within the limits for strangers.</summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("windows")]
[SupportedOSPlatform("macos")]
internal sealed class QuicAcceptor : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly TransportContext _context;
    private readonly Action<IMeshConnection> _onConnection;
    private readonly UnadmittedGate _gate;
    private readonly PendingQuicConnections _pending;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RunningTasks _tasks = new();
    private QuicListener _listener = null!;

    private QuicAcceptor(TransportContext context, Action<IMeshConnection> onConnection)
    {
        _context = context;
        _onConnection = onConnection;
        _gate = new UnadmittedGate(context.Options);
        _pending = new PendingQuicConnections(context.Options.HandshakeTimeout, context.Clock);
    }

    public IPEndPoint LocalEndPoint => _listener.LocalEndPoint;

    /// <summary>Binds and starts. Throws <see cref="Core.StratumException"/> when the address cannot be had.</summary>
    public static async Task<QuicAcceptor> StartAsync(
        TransportContext context, IPEndPoint address, Action<IMeshConnection> onConnection, CancellationToken cancellationToken)
    {
        IPEndPoint bound;
        using (var held = UdpPort.Hold(address))
        {
            bound = (IPEndPoint)held.LocalEndPoint!;
        }

        var acceptor = new QuicAcceptor(context, onConnection);
        var options = new QuicListenerOptions
        {
            ListenEndPoint = bound,
            ApplicationProtocols = [TlsOptions.Alpn],
            ListenBacklog = context.Options.UnadmittedMax,
            ConnectionOptionsCallback = acceptor.OnHelloAsync,
        };
        try
        {
            acceptor._listener = await QuicListener.ListenAsync(options, cancellationToken);
        }
        catch (QuicException exception)
        {
            throw ListenFailure.Of("QUIC", bound, exception);
        }

        acceptor._tasks.Start(acceptor.AcceptAsync);
        return acceptor;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _listener.DisposeAsync();
        await _tasks.WhenDoneAsync();
        _stopping.Dispose();
    }

    private ValueTask<QuicServerConnectionOptions> OnHelloAsync(QuicConnection connection, SslClientHelloInfo hello, CancellationToken ended)
    {
        GiveUpOver();
        var remote = RemoteAddress.Plain(connection.RemoteEndPoint);
        var reason = _gate.TryEnter(remote.Address, out var place);
        if (place is null)
        {
            const string detail = "too many connections that are not links yet";
            _context.Refusals.Refused(reason, remote, QuicTransport.TransportName, detail);
            throw new MeshConnectException(reason, detail);
        }

        var check = new PeerCheck();
        _pending.Add(connection, new PendingQuic(remote, check, place, _context.Clock.GetTimestamp()));
        ended.Register(() => GiveUp(connection));
        return ValueTask.FromResult(QuicSettings.ForListener(_context, check));
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var connection = await _listener.AcceptConnectionAsync(_stopping.Token);
                _tasks.Start(() => OpenAsync(connection));
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // One exception for each connection whose handshake failed; the listener goes on.
                await OnFailedHandshakeAsync(exception);
            }
        }
    }

    private async Task OnFailedHandshakeAsync(Exception exception)
    {
        if (exception is ObjectDisposedException)
        {
            TransportLog.AcceptFailed(_context.Logger, QuicTransport.TransportName, exception);
            await Task.Delay(PauseAfterFailure, _context.Clock, CancellationToken.None);
            return;
        }

        GiveUpOver();
        if (!QuicFailure.IsOwnRefusal(exception))
        {
            _context.Refusals.Refused(QuicFailure.ReasonOfInbound(exception), null, QuicTransport.TransportName, exception.Message);
        }
    }

    private void GiveUpOver()
    {
        foreach (var connection in _pending.FindOver())
        {
            GiveUp(connection);
        }
    }

    private void GiveUp(QuicConnection connection)
    {
        if (_pending.Take(connection) is not { } pending)
        {
            return;
        }

        pending.Place.Dispose();
        if (pending.Check.Refusal is var reason and not RefusalReason.None)
        {
            _context.Refusals.Refused(reason, pending.Remote, QuicTransport.TransportName, "its certificate proves no node id");
        }
    }

    private async Task OpenAsync(QuicConnection connection)
    {
        using var deadline = new HandshakeDeadline(_context, _stopping.Token);
        var pending = _pending.Take(connection);
        var check = pending?.Check ?? new PeerCheck();
        try
        {
            if (pending is null)
            {
                throw new MeshConnectException(RefusalReason.HandshakeTimeout, "its handshake ended after it was given up");
            }

            var peer = check.Require();
            var streams = await AcceptStreamsAsync(connection, deadline.Token);
            await ConnectionPreface.ConfirmAsync(streams[0], deadline.Token);
            Handover.Give(_onConnection, new MeshConnection(new QuicWire(connection, streams), peer, pending.Place, _context), _context);
        }
        catch (Exception exception)
        {
            pending?.Place.Dispose();
            var reason = QuicFailure.ReasonOf(exception, check, deadline);
            await CloseAsync(connection, reason ?? RefusalReason.None);
            if (!_stopping.IsCancellationRequested)
            {
                Handover.Failed(exception, reason, pending?.Remote, QuicTransport.TransportName, _context);
            }
        }
    }

    private static async Task<QuicStream[]> AcceptStreamsAsync(QuicConnection connection, CancellationToken cancellationToken)
    {
        var streams = new QuicStream?[FlowWindow.Classes];
        for (var i = 0; i < streams.Length; i++)
        {
            var stream = await connection.AcceptInboundStreamAsync(cancellationToken);
            await ConnectionPreface.AcceptAsync(stream, streams, cancellationToken);
        }

        return streams!;
    }

    private static async Task CloseAsync(QuicConnection connection, RefusalReason reason)
    {
        try
        {
            await connection.CloseAsync((long)reason);
        }
        catch (QuicException)
        {
            // Closed by the peer or the network already, which is what was wanted.
        }

        await connection.DisposeAsync();
    }
}
