using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Stratum.Core;
using Stratum.Mesh.Engine;

namespace Stratum.Mesh.Tests.Support;

/// <summary>A MeshNode over the in-memory transport with a store in memory.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private TestNode(NodeKey key, MemoryStore store, MemoryTransport? transport, MeshNode mesh) =>
        (Key, Store, _transport, Mesh) = (key, store, transport, mesh);

    private readonly MemoryTransport? _transport;

    public NodeKey Key { get; }

    public MemoryStore Store { get; }

    public MemoryTransport Transport => _transport!;

    public MeshNode Mesh { get; }

    public IPEndPoint Address => Mesh.ListenAddress!;

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public static async Task<TestNode> StartAsync(
        MemoryNetwork? network,
        byte seed,
        IReadOnlyList<IPEndPoint>? peers = null,
        MemoryStore? store = null,
        int port = 0,
        Func<MeshOptions, MeshOptions>? with = null,
        Func<EngineSetup, EngineSetup>? adjust = null,
        Func<MeshParts, MeshParts>? parts = null)
    {
        var key = Observations.Key(seed);
        store ??= new MemoryStore();
        var options = new MeshOptions
        {
            Listen = new IPEndPoint(IPAddress.Loopback, port),
            HeartbeatListen = null,
            InitialPeers = [.. (peers ?? []).Select(address => new MeshPeer(null, address.Address.ToString(), address.Port))],
            SoftwareVersion = "0.0-test",
            // Most tests are about the links that they configured.
            ExchangesPeers = false,
        };
        var own = new MeshParts
        {
            Key = key,
            Store = store,
            Reconciliation = store,
            Intake = store,
            Bus = store.Bus,
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        };
        own = parts?.Invoke(own) ?? own;
        options = with?.Invoke(options) ?? options;
        var transport = network?.NewTransport(key.NodeId);
        var node = transport is null ? MeshNode.Create(options, own) : new MeshNode(options, own, transport, adjust);
        await node.StartAsync(CancellationToken.None);
        return new TestNode(key, store, transport, node);
    }

    public bool IsLinkedTo(TestNode other) =>
        Mesh.Status.Peers.Any(peer => peer.State == "up" && peer.NodeId == other.Key.NodeId.ToString());

    public async ValueTask DisposeAsync()
    {
        await Mesh.DisposeAsync();
        Key.Dispose();
    }
}
