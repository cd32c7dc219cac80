using Stratum.Core;
using Stratum.Mesh.Budgets;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Links;
using Stratum.Mesh.Tests.Support;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Gossip;

public sealed class DisseminationTests
{
    private readonly NodeKey _key = Observations.Key(9);

    [Fact]
    public void Publish_InARing_ReachesAllAndEndsThere()
    {
        var world = new EngineWorld();
        var nodes = Enumerable.Range(1, 5).Select(number => world.AddNode(
            (byte)number, setup => setup with { Peers = [new MeshPeer(null, $"10.0.0.{(number % 5) + 1}", 9001)] })).ToArray();
        world.Run(5_000);

        nodes[0].Publish([.. Observations.Many(_key, 20, world.UnixSeconds)]);
        world.Run(2_000);

        Assert.All(nodes, node => Assert.Equal(20, node.Store.Count));
        Assert.InRange(nodes.Sum(node => node.Counters.Received(RejectReason.Duplicate)), 0, 40);
    }

    [Fact]
    public void Publish_WithFanout_GoesToThatManyAtRandomAndTheRestIsReconciled()
    {
        var world = new EngineWorld();
        var hub = world.AddNode(1, setup => setup with { Fanout = 2 });
        var leaves = Enumerable.Range(2, 6).Select(number => world.AddNode((byte)number, setup => setup with { Peers = [hub.AsPeer] })).ToArray();
        world.Run(5_000);

        hub.Publish(Observations.One(_key, world.UnixSeconds));
        world.Run(1_000);
        Assert.Equal(2, leaves.Count(leaf => leaf.Store.Count == 1));
        world.Run(120_000);

        Assert.All(leaves, leaf => Assert.Equal(1, leaf.Store.Count));
    }

    [Fact]
    public void Publish_ToANeighbour_DoesNotComeBack()
    {
        var world = new EngineWorld();
        var b = world.AddNode(2);
        var a = world.AddNode(1, setup => setup with { Peers = [b.AsPeer] });
        world.Run(5_000);

        a.Publish([.. Observations.Many(_key, 100, world.UnixSeconds)]);
        world.Run(1_000);

        Assert.Equal(100, b.Store.Count);
        Assert.Equal((100, 0), (a.Counters.Forwarded, b.Counters.Forwarded));
        Assert.InRange((double)a.Counters.BatchBytesSent / a.Counters.Forwarded, 64, 100);
    }

    [Fact]
    public void Outbox_AfterAPause_GoesAtOnceThenEveryFiftyMillisecondsOrWhenABatchIsFull()
    {
        var outbox = new Outbox(10_000);
        outbox.Add(Observations.One(_key, 1), nowMs: 100);
        Assert.Equal(100, outbox.DueMs);
        Assert.True(outbox.TryTake(100, out var batch));
        Assert.Single(batch.RowValues);
        outbox.Add(Observations.One(_key, 2), nowMs: 101);
        outbox.Add(Observations.One(_key, 3), nowMs: 120);
        Assert.Equal(150, outbox.DueMs);
        Assert.False(outbox.TryTake(149, out _));
        Assert.True(outbox.TryTake(150, out batch));
        Assert.Equal(2, batch.RowValues.Count);

        foreach (var observation in Observations.Many(_key, 400, 1_800_000_000))
        {
            outbox.Add(observation, nowMs: 151);
        }

        Assert.True(outbox.TryTake(151, out var full));
        Assert.InRange(full.CalculateSize(), 16 * 1024, 32 * 1024);
    }

    [Fact]
    public void Outbox_OneMoreThanItsLimit_IsLeftToReconciliationAndCounted()
    {
        var outbox = new Outbox(500);
        foreach (var observation in Observations.Many(_key, 501, 1_800_000_000))
        {
            outbox.Add(observation, 0);
        }

        var rows = 0;
        while (outbox.TryTake(1_000, out var batch))
        {
            rows += batch.RowValues.Count;
        }

        Assert.Equal((500, 1), (rows, outbox.Dropped));
    }

    [Fact]
    public void SeenCache_BeyondItsCapacity_LetsTheOldestGo()
    {
        var seen = new SeenCache(2);
        var ids = Enumerable.Range(0, 3).Select(i => new ContentId(new Hash256([.. Enumerable.Repeat((byte)i, 32)]))).ToArray();

        Assert.All(ids, id => Assert.True(seen.Add(id, 1)));

        Assert.Equal((2, false, true), (seen.Count, seen.Contains(ids[0]), seen.Contains(ids[2])));
        Assert.False(seen.Add(ids[2], 2));
    }

    [Fact]
    public void TokenBucket_AsTimePasses_RefillsUpToItsBurst()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 5);
        Assert.True(bucket.TryTake(5, 1_000));
        Assert.False(bucket.TryTake(1, 1_099));
        Assert.InRange(bucket.WaitMs(1, 1_099), 1, 2);
        Assert.True(bucket.TryTake(1, 1_100));
        Assert.False(bucket.TryTake(1, 500));
        Assert.True(bucket.TryTake(5, 100_000));
        Assert.False(bucket.TryTake(1, 100_000));
    }

    [Fact]
    public void PeerScores_AtTheLimit_KeepThePeerOutForTenMinutes()
    {
        var scores = new PeerScores();
        for (var i = 0; i < 9; i++)
        {
            Assert.False(scores.Add(_key.NodeId, PeerScores.BadSignature, RefusalReason.BadSignatures, At(0)));
        }

        Assert.False(scores.Add(_key.NodeId, PeerScores.BadSignature, RefusalReason.BadSignatures, At(1)));
        Assert.Equal(RefusalReason.None, scores.Check(_key.NodeId, At(1)));
        Assert.True(scores.Add(_key.NodeId, PeerScores.BadSignature, RefusalReason.BadSignatures, At(1)));
        Assert.Equal(RefusalReason.BadSignatures, scores.Check(_key.NodeId, At(600)));
        Assert.Equal(RefusalReason.None, scores.Check(_key.NodeId, At(601)));
    }

    [Fact]
    public void PeerScores_OfMorePeersThanTheTableHolds_LetTheOldestGo()
    {
        var scores = new PeerScores(peersMax: 2);
        var peers = Enumerable.Range(0, 3).Select(i => new NodeId(new Hash256([.. Enumerable.Repeat((byte)i, 32)]))).ToArray();
        foreach (var (i, peer) in peers.Index())
        {
            scores.Add(peer, 50, RefusalReason.Malformed, At(i));
        }

        Assert.Equal([0, 49, 50], peers.Select(peer => scores.PointsOf(peer, At(2))));
    }

    private static Moment At(long seconds) => new(seconds * 1_000_000, 0);
}
