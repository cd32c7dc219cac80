using System.Net;
using System.Net.Quic;
using System.Net.Security;
using System.Net.Sockets;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>A peer that speaks TLS or QUIC and then whatever the test wants.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly NodeKey _key = NodeKey.Generate();
    private readonly NodeCertificate _certificate;
    private Socket? _socket;
    private QuicConnection? _connection;

    private RawPeer() => _certificate = NodeCertificate.Create(_key);

    public List<Stream> Streams { get; } = [];

    public QuicConnection? Connection => _connection;

    /// <summary>Shakes hands, with other TLS options if wanted, and opens the streams without a word on them.</summary>
    public static async Task<RawPeer> ConnectAsync(TransportKind kind, IPEndPoint address, Action<SslClientAuthenticationOptions>? change = null)
    {
        var peer = new RawPeer();
        var options = TlsOptions.ForDialler(peer._certificate, new PeerCheck());
        change?.Invoke(options);
        if (kind == TransportKind.Tcp)
        {
            peer._socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await peer._socket.ConnectAsync(address);
            var tls = new SslStream(new NetworkStream(peer._socket));
            peer.Streams.Add(tls);
            await tls.AuthenticateAsClientAsync(options);
        }
        else
        {
            peer._connection = await QuicConnection.ConnectAsync(new QuicClientConnectionOptions
            {
                RemoteEndPoint = address,
                ClientAuthenticationOptions = options,
                DefaultCloseErrorCode = 0,
                DefaultStreamErrorCode = 0,
            });
            for (var i = 0; i < 3; i++)
            {
                peer.Streams.Add(await peer._connection.OpenOutboundStreamAsync(QuicStreamType.Bidirectional));
            }
        }

        return peer;
    }

    /// <summary>The same, with the preface done: what is written next are frames.</summary>
    public static async Task<RawPeer> OpenAsync(TransportKind kind, IPEndPoint address)
    {
        var peer = await ConnectAsync(kind, address);
        await ConnectionPreface.OpenAsync(peer.Streams, CancellationToken.None);
        return peer;
    }

    /// <summary>Writes to the stream of the live class.</summary>
    public async Task WriteAsync(params byte[] bytes)
    {
        await Streams[0].WriteAsync(bytes);
        await Streams[0].FlushAsync();
    }

    /// <summary>Ends the writing side without an End frame, as anyone on the path could with a forged FIN.</summary>
    public void Finish()
    {
        _socket?.Shutdown(SocketShutdown.Send);
        foreach (var stream in Streams.OfType<QuicStream>())
        {
            stream.CompleteWrites();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.CloseAsync(0);
            await _connection.DisposeAsync();
        }

        _socket?.Dispose();
        _certificate.Dispose();
        _key.Dispose();
    }
}
