using System.Net;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Stratum.Core;
using Stratum.Mesh.Links;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Support;

/// <summary>A peer that says whatever a test wants, over a real transport with a certificate of its own.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly NodeKey _key;
    private readonly NodeCertificate _certificate;
    private readonly IMeshTransport _transport;

    private RawPeer(NodeKey key, NodeCertificate certificate, IMeshTransport transport, IMeshConnection connection) =>
        (_key, _certificate, _transport, Connection) = (key, certificate, transport, connection);

    public IMeshConnection Connection { get; }

    public NodeId NodeId => _key.NodeId;

    public static (IMeshTransport Transport, NodeCertificate Certificate) NewTransport(MeshTransportMode mode, NodeKey key)
    {
        var certificate = NodeCertificate.Create(key);
        var transport = MeshTransportFactory.Create(
            SocketModes.KindOf(mode), certificate, new TransportOptions(), TimeProvider.System, NullLogger.Instance, new RefusalCounters());
        return (transport, certificate);
    }

    public static async Task<RawPeer> ConnectAsync(MeshTransportMode mode, byte seed, IPEndPoint address)
    {
        var key = Observations.Key(seed);
        var (transport, certificate) = NewTransport(mode, key);
        return new RawPeer(key, certificate, transport, await transport.DialAsync(address, CancellationToken.None));
    }

    /// <summary>A peer whose Hello was answered with Welcome.</summary>
    public static async Task<RawPeer> JoinAsync(MeshTransportMode mode, byte seed, IPEndPoint address)
    {
        var peer = await ConnectAsync(mode, seed, address);
        await peer.SendAsync(new Frame { Hello = peer.Hello() });
        var answer = await peer.ReceiveAsync();
        Assert.Equal(Frame.BodyOneofCase.Welcome, answer?.BodyCase);
        return peer;
    }

    public Hello Hello() => new()
    {
        ProtocolVersion = 1,
        NetworkId = "stratum",
        NodeId = ByteString.CopyFrom(NodeId.PublicKey.ToArray()),
        Nonce = ByteString.CopyFrom(Enumerable.Repeat((byte)1, 32).ToArray()),
        Incarnation = 1,
        SoftwareVersion = "raw",
        HighestPayloadVersion = 1,
        ClockMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    public Task SendAsync(Frame frame) => SendAsync(frame.ToByteArray());

    public async Task SendAsync(byte[] bytes) => await Connection.SendAsync(TrafficClass.Live, bytes, CancellationToken.None);

    /// <summary>The next frame that is neither a ping nor the opening of a run of reconciliation; null at the end.</summary>
    public async Task<Frame?> ReceiveAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            ReceivedFrame? received;
            try
            {
                received = await Connection.ReceiveAsync(deadline.Token);
            }
            catch (IOException)
            {
                return null;
            }

            if (received is not { } frame)
            {
                return null;
            }

            var parsed = Frame.Parser.ParseFrom(frame.Payload.Span);
            if (parsed.BodyCase is not (Frame.BodyOneofCase.Ping or Frame.BodyOneofCase.BackfillSummary))
            {
                return parsed;
            }
        }
    }

    /// <summary>The reason with which the other end refuses or says goodbye.</summary>
    public async Task<RefusalReason?> EndAsync()
    {
        while (await ReceiveAsync() is { } frame)
        {
            var reason = frame.BodyCase switch
            {
                Frame.BodyOneofCase.Refuse => frame.Refuse.Reason,
                Frame.BodyOneofCase.Goodbye => frame.Goodbye.Reason,
                _ => (uint?)null,
            };
            if (reason is { } found)
            {
                return RefusalReasons.FromWire(found);
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Abort();
        await Connection.DisposeAsync();
        await _transport.DisposeAsync();
        _certificate.Dispose();
        _key.Dispose();
    }
}
