using System.Net;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Tests.Support;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Engine;

public sealed class LinkTests
{
    private readonly EngineWorld _world = new();

    [Fact]
    public void Dial_BothAtOnce_KeepsOneLink()
    {
        var peerOfA = new MeshPeer(null, "10.0.0.2", 9001);
        var a = _world.AddNode(1, setup => setup with { Peers = [peerOfA] });
        var b = _world.AddNode(2, setup => setup with { Peers = [a.AsPeer] });

        _world.Run(120_000);

        Assert.Equal((1, 1), (a.LinksUp, b.LinksUp));
        Assert.Equal((1, 1), (a.OpenLinks.Count(), b.OpenLinks.Count()));
        Assert.True(_world.Delivered.Count(frame => frame.Frame.Hello is not null) <= 3, "no redialling while linked");
    }

    [Fact]
    public void Dial_OneNodeUnderTwoAddresses_KeepsOneLinkAndRests()
    {
        var b = _world.AddNode(2);
        var a = _world.AddNode(1, setup => setup with { Peers = [b.AsPeer, b.AsPeer] });

        _world.Run(300_000);

        Assert.Equal(1, a.LinksUp);
        Assert.Equal("connected", a.Status.Partition);
        Assert.True(_world.Delivered.Count(frame => frame.Frame.Hello is not null) <= 2, "no redialling while linked");
    }

    [Fact]
    public void Dial_Oneself_IsRefusedAndCountsAsNobody()
    {
        var a = _world.AddNode(1, setup => setup with { Peers = [new MeshPeer(null, "10.0.0.1", 9001), new MeshPeer(null, "10.0.0.2", 9001)] });
        _world.AddNode(2);

        _world.Run(60_000);

        Assert.Equal(1, a.LinksUp);
        Assert.Equal("connected", a.Status.Partition);
        Assert.Contains(a.Status.Refusals, count => count is { Reason: "self", Here: > 0 });
    }

    [Fact]
    public void Floor_ThatCameDown_IsToldToThePeersByNewLinks()
    {
        using var key = Observations.Key(9);
        var b = _world.AddNode(2);
        var a = _world.AddNode(1, setup => setup with { Peers = [b.AsPeer] });
        // What a wrong clock had made of it.
        b.Store.RetentionFloor = _world.UnixSeconds + (370 * 86_400);
        _world.Run(20_000);
        a.Publish(Observations.One(key, _world.UnixSeconds - 5));
        _world.Run(20_000);
        Assert.Equal(0, b.Store.Count);

        b.Store.RetentionFloor = _world.UnixSeconds - (30 * 86_400);
        _world.Run(40_000);

        Assert.Equal((1, 1), (a.LinksUp, b.LinksUp));
        Assert.Equal(1, b.Store.Count);
        Assert.Equal(2, _world.Delivered.Count(frame => frame.Frame.Hello is not null));
    }

    [Fact]
    public void Dial_NobodyThere_BacksOffToAMinuteForEver()
    {
        var a = _world.AddNode(1, setup => setup with { Peers = [new MeshPeer(null, "10.0.0.9", 9001)] });

        _world.Run(3_600_000);

        // 1 + 2 + 4 + .. + 60 s, each shortened by up to half.
        Assert.InRange(a.Counters.Refused(RefusalReason.Unreachable, byPeer: false), 60, 125);
        Assert.Single(a.Reports.OfType<MeshAction.Refused>());
        var late = _world.AddNode(9);
        _world.Run(61_000);
        Assert.Equal(1, late.LinksUp);
    }

    [Fact]
    public void Dial_NameWithManyAddresses_LinksWithAllAndLetsGoOfTheOnesThatVanish()
    {
        var a = _world.AddNode(1, setup => setup with { Peers = [new MeshPeer(null, "pods.example", 9001)] });
        IPAddress[] pods = [.. Enumerable.Range(2, 3).Select(number => new IPAddress([10, 0, 0, (byte)number]))];
        a.Names["pods.example"] = [.. pods, a.Address.Address];
        foreach (var number in new byte[] { 2, 3, 4 })
        {
            _world.AddNode(number);
        }

        _world.Run(61_000);
        Assert.Equal(3, a.LinksUp);

        a.Names["pods.example"] = pods[..2];
        _world.Run(61_000);
        Assert.Equal(3, a.LinksUp);
        a.Names.Clear();
        _world.Run(61_000);
        Assert.Equal(3, a.LinksUp);
    }

    [Fact]
    public void Dial_NameWithTooManyAddresses_TakesTheFirst64()
    {
        var a = _world.AddNode(1, setup => setup with { Peers = [new MeshPeer(null, "pods.example", 9001)] });
        a.Names["pods.example"] = [.. Enumerable.Range(1, 65).Select(number => new IPAddress([10, 1, 0, (byte)number]))];

        _world.Run(1_000);

        Assert.Equal(64, a.Status.Peers.Count);
    }

    [Fact]
    public void Links_OneMoreThanAllowed_AreRefused()
    {
        var hub = _world.AddNode(1, setup => setup with { LinksMax = 2 });
        var others = new[] { 2, 3, 4 }.Select(number => _world.AddNode((byte)number, setup => setup with { Peers = [hub.AsPeer] })).ToArray();

        _world.Run(5_000);

        Assert.Equal(2, hub.LinksUp);
        var refused = Assert.Single(others, node => node.LinksUp == 0);
        Assert.Equal("too_many_links", Assert.Single(refused.Status.Peers).LastRefusal);
    }

    [Fact]
    public void Handshakes_OneMoreThanAllowed_AreRefused()
    {
        var node = _world.AddNode(1, setup => setup with { HandshakesMax = 2 });
        var mute = _world.AddNode(2);
        for (var i = 0; i < 3; i++)
        {
            node.Open(WorldLink.Pair(mute, node, 1_000 + i, 2_000 + i).Far, null);
        }

        _world.Run(1_000);

        Assert.Equal(1, node.Counters.Refused(RefusalReason.TooManyLinks, byPeer: false));
        _world.Run(10_000);
        Assert.Equal(2, node.Counters.Refused(RefusalReason.HandshakeTimeout, byPeer: false));
    }

    [Fact]
    public void Link_WhosePeerFallsSilent_EndsAfter45Seconds()
    {
        var b = _world.AddNode(2);
        var a = _world.AddNode(1, setup => setup with { Peers = [b.AsPeer] });
        _world.Run(1_000);
        // The host of B hangs: its connections stay open, nothing is handled.
        foreach (var link in b.OpenLinks)
        {
            link.IsOpen = false;
        }

        _world.Run(44_000);
        Assert.Equal(1, a.LinksUp);
        _world.Run(3_000);

        Assert.Equal(1, a.Counters.Refused(RefusalReason.Silent, byPeer: false));
    }

    [Fact]
    public void Link_WithPings_KnowsRoundTripAndClock()
    {
        _world.DelayMs = 40;
        var b = _world.AddNode(2);
        var a = _world.AddNode(1, setup => setup with { Peers = [b.AsPeer] });

        _world.Run(1_000);

        var peer = Assert.Single(a.Status.Peers);
        Assert.Equal(80, peer.RttMs);
        Assert.InRange(peer.ClockOffsetMs ?? 99, -1, 1);
    }

    [Fact]
    public void Partition_IsolatedDegradedConnected_FollowsTheLinks()
    {
        var b = _world.AddNode(2);
        var c = _world.AddNode(3);
        var a = _world.AddNode(1, setup => setup with { Peers = [b.AsPeer, c.AsPeer] });
        _world.Run(1_000);
        Assert.Equal("connected", a.Status.Partition);

        b.Cut();
        _world.Run(1_000);
        Assert.Equal("degraded", a.Status.Partition);
        c.Cut();
        _world.Run(1_000);
        Assert.Equal("isolated", a.Status.Partition);
        var since = a.Status.SinceMs;
        _world.Run(5_000);
        Assert.Equal(since, a.Status.SinceMs);
        b.Mend();
        c.Mend();
        _world.Run(61_000);
        Assert.Equal("connected", a.Status.Partition);
        Assert.Equal(
            [PartitionState.Degraded, PartitionState.Connected, PartitionState.Degraded, PartitionState.Isolated, PartitionState.Degraded,
                PartitionState.Connected],
            a.Reports.OfType<MeshAction.PartitionChanged>().Select(change => change.State));
    }

    [Fact]
    public void Restart_OfAPeer_ReplacesItsOldLink()
    {
        var b = _world.AddNode(2);
        var a = _world.AddNode(1, setup => setup with { Peers = [b.AsPeer] });
        _world.Run(1_000);
        // A starts anew and dials, before B has noticed that the old A is gone.
        a.Start();
        _world.Run(2_000);

        Assert.Equal((1, 1), (a.LinksUp, b.LinksUp));
        Assert.Equal(1, b.Counters.Refused(RefusalReason.DuplicateLink, byPeer: false));
    }
}
