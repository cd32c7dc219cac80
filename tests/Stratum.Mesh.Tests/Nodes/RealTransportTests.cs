using System.Net;
using Stratum.Mesh.Tests.Support;
using Stratum.Mesh.Transport;
using Xunit.Abstractions;

namespace Stratum.Mesh.Tests.Nodes;

/// <summary>The same node over sockets: gossip along a chain, absence, goodbye, heartbeats.</summary>
public sealed class RealTransportTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(MeshTransportMode.Tcp, "tcp")]
    [InlineData(MeshTransportMode.Quic, "quic")]
    public async Task Chain_OverSockets_GossipsAndFillsGaps(MeshTransportMode mode, string name)
    {
        if (mode == MeshTransportMode.Quic && !QuicSupport.IsSupported)
        {
            output.WriteLine($"not run: {QuicSupport.ReasonMissing()}");
            return;
        }

        await using var a = await StartAsync(1, mode);
        await using var b = await StartAsync(2, mode, a);
        await Eventually.True(() => b.IsLinkedTo(a) && a.IsLinkedTo(b), "link");
        a.Store.Ingest(Observations.Many(a.Key, 1000, TestNode.Now - 60));
        await Eventually.True(() => b.Store.Count == 1000, "1,000 at B by gossip");

        await using var c = await StartAsync(3, mode, b);
        await Eventually.True(() => c.Store.Count == 1000, "1,000 at C by reconciliation");
        a.Store.Ingest(Observations.Many(a.Key, 10, TestNode.Now, firstValue: 5000));
        await Eventually.True(() => c.Store.Count == 1010, "10 more at C by gossip");

        var peer = Assert.Single(c.Mesh.Status.Peers);
        Assert.Equal((name, "out", "up"), (peer.Transport, peer.Direction, peer.State));
        Assert.InRange(peer.RttMs ?? -1, 0, 1000);
        Assert.True(peer.Traffic[1].BytesReceived > 64_000, "reconciliation came in the sync class");
        output.WriteLine($"{name}: {(double)a.Mesh.Status.ForwardedBytes / a.Mesh.Status.Forwarded:F1} payload bytes per observation, rtt {peer.RttMs} ms");
        await a.Mesh.StopAsync();
        await Eventually.True(() => b.Mesh.Status.Peers.Any(p => p.LastRefusal == "shutdown"), "B heard A's goodbye");
    }

    [Fact]
    public async Task Heartbeats_BetweenLinkedNodes_AreAccepted()
    {
        await using var a = await StartAsync(1, MeshTransportMode.Tcp);
        await using var b = await StartAsync(2, MeshTransportMode.Tcp, a);

        await Eventually.True(() => a.Mesh.Status.Heartbeats.GetValueOrDefault("accepted") > 0, "a heartbeat at A");

        Assert.Equal("alive", Assert.Single(a.Mesh.Status.Peers).Heartbeat);
    }

    private static Task<TestNode> StartAsync(byte seed, MeshTransportMode mode, TestNode? peer = null) => TestNode.StartAsync(
        null, seed, peer is null ? [] : [peer.Address], with: options => options with
        {
            Transport = mode,
            HeartbeatListen = new IPEndPoint(IPAddress.Loopback, 0),
        });
}
