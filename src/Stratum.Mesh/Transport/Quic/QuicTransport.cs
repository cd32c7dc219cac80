using System.Net;
using System.Net.Quic;
using System.Runtime.Versioning;

namespace Stratum.Mesh.Transport;

/// <summary>QUIC (RFC 9000) by System.Net.Quic: one long stream a class, no head-of-line blocking between classes.</summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("windows")]
[SupportedOSPlatform("macos")]
internal sealed class QuicTransport(TransportContext context) : IMeshTransport
{
    internal const string TransportName = "quic";

    private QuicAcceptor? _acceptor;

    /// <inheritdoc/>
    public string Name => TransportName;

    /// <inheritdoc/>
    public async Task<IPEndPoint> ListenAsync(IPEndPoint address, Action<IMeshConnection> onConnection, CancellationToken cancellationToken)
    {
        if (_acceptor is not null)
        {
            throw new InvalidOperationException("the transport listens already");
        }

        _acceptor = await QuicAcceptor.StartAsync(context, address, onConnection, cancellationToken);
        return _acceptor.LocalEndPoint;
    }

    /// <inheritdoc/>
    public async Task<IMeshConnection> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        using var deadline = new HandshakeDeadline(context, cancellationToken);
        var check = new PeerCheck();
        QuicConnection? connection = null;
        try
        {
            connection = await QuicConnection.ConnectAsync(QuicSettings.ForDialler(context, address, check), deadline.Token);
            var peer = check.Require();
            var streams = new QuicStream[FlowWindow.Classes];
            for (var i = 0; i < streams.Length; i++)
            {
                streams[i] = await connection.OpenOutboundStreamAsync(QuicStreamType.Bidirectional, deadline.Token);
            }

            await ConnectionPreface.OpenAsync(streams, deadline.Token);
            return new MeshConnection(new QuicWire(connection, streams), peer, place: null, context);
        }
        catch (Exception exception)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectFailure.OfDial(exception, QuicFailure.ReasonOf(exception, check, deadline), TransportName, address);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _acceptor, null)?.DisposeAsync() ?? ValueTask.CompletedTask;
}
