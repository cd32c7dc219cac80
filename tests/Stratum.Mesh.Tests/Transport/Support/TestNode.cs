using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>A node as far as transports know it: a key, a certificate, a transport and the connections that came in.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    /// <summary>No test waits longer for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<IMeshConnection> _accepted = Channel.CreateUnbounded<IMeshConnection>();
    private readonly List<IAsyncDisposable> _owned = [];

    public TestNode(TransportKind kind, TransportOptions? options = null, Func<NodeKey, NodeCertificate>? certificate = null)
    {
        Key = NodeKey.Generate();
        Certificate = (certificate ?? NodeCertificate.Create)(Key);
        Transport = MeshTransportFactory.Create(kind, Certificate, options ?? new TransportOptions(), TimeProvider.System, NullLogger.Instance, Refusals);
    }

    public NodeKey Key { get; }

    public NodeCertificate Certificate { get; }

    public IMeshTransport Transport { get; }

    public RefusalCounters Refusals { get; } = new();

    public IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    public int AcceptedCount => _accepted.Reader.Count;

    public static async Task<TestNode> ListenAsync(TransportKind kind, TransportOptions? options = null, Func<NodeKey, NodeCertificate>? certificate = null)
    {
        var node = new TestNode(kind, options, certificate);
        node.Address = await node.Transport.ListenAsync(node.Address, connection => node._accepted.Writer.TryWrite(connection), CancellationToken.None);
        return node;
    }

    public async Task<IMeshConnection> DialAsync(TestNode other)
    {
        var connection = await Transport.DialAsync(other.Address, CancellationToken.None).WaitAsync(Patience);
        _owned.Add(connection);
        return connection;
    }

    public async Task<IMeshConnection> AcceptAsync()
    {
        var connection = await _accepted.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        _owned.Add(connection);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _owned)
        {
            await connection.DisposeAsync();
        }

        await Transport.DisposeAsync();
        Certificate.Dispose();
        Key.Dispose();
    }
}
