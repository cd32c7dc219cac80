using System.Net;
using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Attacks;

/// <summary>
/// A man in the middle: ends the TLS connection of whoever dials it, dials the victim with a certificate of his own, and passes frames on,
/// with his own id in Hello so that it fits his certificate.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly NodeKey _key;
    private readonly NodeCertificate _certificate;
    private readonly IMeshTransport _transport;
    private readonly IPEndPoint _victim;
    private readonly TaskCompletionSource<byte[]> _proof = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];

    private Relay(NodeKey key, NodeCertificate certificate, IMeshTransport transport, IPEndPoint victim) =>
        (_key, _certificate, _transport, _victim) = (key, certificate, transport, victim);

    public IPEndPoint Address { get; private set; } = null!;

    public static async Task<Relay> StartAsync(MeshTransportMode mode, byte seed, IPEndPoint victim)
    {
        var key = Observations.Key(seed);
        var (transport, certificate) = RawPeer.NewTransport(mode, key);
        var relay = new Relay(key, certificate, transport, victim);
        relay.Address = await transport.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0), relay.Accept, CancellationToken.None);
        return relay;
    }

    /// <summary>The first proof that passed through.</summary>
    public Task<byte[]> ProofAsync() => _proof.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _transport.DisposeAsync();
        await Task.WhenAll(_tasks);
        _certificate.Dispose();
        _key.Dispose();
        _stop.Dispose();
    }

    private void Accept(IMeshConnection inbound)
    {
        lock (_tasks)
        {
            _tasks.Add(RunAsync(inbound));
        }
    }

    private async Task RunAsync(IMeshConnection inbound)
    {
        await using var near = inbound;
        await using var far = await _transport.DialAsync(_victim, CancellationToken.None);
        await Task.WhenAny(PassAsync(near, far), PassAsync(far, near));
        near.Abort();
        far.Abort();
    }

    private async Task PassAsync(IMeshConnection from, IMeshConnection to)
    {
        try
        {
            while (await from.ReceiveAsync(_stop.Token) is { } received)
            {
                var frame = Frame.Parser.ParseFrom(received.Payload.Span);
                var id = ByteString.CopyFrom(_key.NodeId.PublicKey.ToArray());
                if (frame.Hello is { } hello)
                {
                    hello.NodeId = id;
                }
                else if (frame.Welcome is { } welcome)
                {
                    welcome.Hello.NodeId = id;
                }
                else if (frame.Proof is not null)
                {
                    _proof.TrySetResult(frame.ToByteArray());
                }

                await to.SendAsync(received.Class, frame.ToByteArray(), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One end is gone; the other follows.
        }
    }
}
