using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Tests.Gossip;

public sealed class GossipTreeTests
{
    private readonly EngineWorld _world = new();

    [Fact]
    public void Push_InAFullMesh_ReachesEachNodeOnceAfterTheFirst()
    {
        var nodes = FullMesh(5);
        _world.Run(10_000);
        Publish(nodes, 5);
        _world.Run(5_000);
        _world.Delivered.Clear();

        Publish(nodes, 20);
        _world.Run(5_000);

        Assert.All(nodes, node => Assert.Equal(5 * 25, node.Store.Count));
        var copies = _world.Delivered.Sum(frame => frame.Frame.Gossip?.RowValues.Count ?? 0);
        Assert.Equal(5 * 20 * 4, copies);
        Assert.Contains(_world.Delivered, frame => frame.Frame.IHave is not null);
        Assert.DoesNotContain(_world.Delivered, frame => frame.Frame.Graft is not null);
    }

    [Fact]
    public void Push_WhenTheParentIsGone_IsAskedForFromWhoAnnouncedIt()
    {
        // A - B - D and A - C - D: D hears A's observations by one of them.
        var a = _world.AddNode(1);
        var b = _world.AddNode(2, setup => setup with { Peers = [a.AsPeer] });
        var c = _world.AddNode(3, setup => setup with { Peers = [a.AsPeer] });
        var d = _world.AddNode(4, setup => setup with { Peers = [b.AsPeer, c.AsPeer] });
        _world.Run(10_000);
        Publish([a], 3);
        _world.Run(5_000);
        var parent = _world.Delivered.Last(frame => frame.To == d && frame.Frame.Gossip is not null).From;
        parent.Cut();
        _world.Delivered.Clear();

        Publish([a], 4);
        _world.Run(3_000);

        Assert.Equal(7, d.Store.Count);
        Assert.Contains(_world.Delivered, frame => frame.From == d && frame.Frame.Graft is not null);
        Assert.DoesNotContain(_world.Delivered, frame => frame.Frame.BackfillItems is not null);

        // The other one pushes from now on.
        _world.Delivered.Clear();
        Publish([a], 5);
        _world.Run(3_000);
        Assert.Equal(12, d.Store.Count);
        Assert.DoesNotContain(_world.Delivered, frame => frame.Frame.Graft is not null);
    }

    [Fact]
    public void Fanout_AboveZero_PushesToThatManyAndAnnouncesNothing()
    {
        var nodes = FullMesh(5, fanout: 2);
        _world.Run(10_000);
        Publish(nodes, 10);
        _world.Run(5_000);

        Assert.DoesNotContain(_world.Delivered, frame => frame.Frame.IHave is not null || frame.Frame.Prune is not null);
        Assert.All(nodes, node => Assert.InRange(node.Counters.Forwarded, 1, 50 * 2));
    }

    [Fact]
    public void Announced_WhatIsRefusedHere_IsNotAskedFor()
    {
        var tree = new GossipTree(10, 10);
        List<IdPrefix> ids = [new IdPrefix((UInt128)1), new IdPrefix((UInt128)2)];
        tree.OnAnnounced([ids[0]], link: 1, missingMax: 10, nowMs: 0);
        tree.OnRefused(ids[0]);
        tree.OnRefused(ids[1]);
        tree.OnAnnounced(ids, link: 2, missingMax: 10, nowMs: 0);

        Assert.Equal(0, tree.MissingCount);
    }

    [Theory]
    [InlineData(RejectReason.DeniedSigner, false)]
    [InlineData(RejectReason.SignerBudget, false)]
    [InlineData(RejectReason.SeriesBudget, false)]
    [InlineData(RejectReason.BadSignature, true)]
    [InlineData(RejectReason.LinkBudget, true)]
    [InlineData(RejectReason.StoreStopped, true)]
    public void Announced_AfterOneLinksCopyWasRefused_IsAskedForWhereAnotherMayBeTaken(object reason, bool isAsked)
    {
        var a = _world.AddNode(1);
        var b = _world.AddNode(2, setup => setup with { Peers = [a.AsPeer] });
        var c = _world.AddNode(3, setup => setup with { Peers = [a.AsPeer] });
        _world.Run(5_000);
        var (first, second) = (a.OpenLinks.First(), a.OpenLinks.Last());
        var observation = Observations.One(Observations.Key(9), _world.UnixSeconds);
        a.Handle(new Stratum.Mesh.Engine.MeshEvent.Taken(
            first.Number,
            new TakenBatch
            {
                Purpose = BatchPurpose.Live,
                Stored = [],
                Refused = [new RefusedRow(observation.ContentId, observation.Series.Signer, (RejectReason)reason)]
            }));
        _world.Delivered.Clear();
        var ids = IdPrefix.Write([IdPrefix.Of(observation.ContentId)]);
        a.Handle(new Stratum.Mesh.Engine.MeshEvent.Arrived(second.Number, new Frame { IHave = new IHave { Ids = ids } }));
        _world.Run(800);

        Assert.Equal(isAsked, _world.Delivered.Any(frame => frame.From == a && frame.Frame.Graft is { Ids.IsEmpty: false }));
    }

    [Fact]
    public void Push_ToANodeThatRefusesTheSigner_CostsOneCopyNotOneOfEachNeighbour()
    {
        var nodes = FullMesh(5);
        nodes[4].Store.Refuse = static _ => AppendOutcome.UntrustedSigner;
        _world.Run(10_000);
        Publish([nodes[0]], 3);
        _world.Run(5_000);
        _world.Delivered.Clear();
        for (var at = 0; at < 20; at++)
        {
            Publish([nodes[0]], 1);
            _world.Run(200);
        }

        _world.Run(5_000);
        var copies = _world.Delivered.Where(frame => frame.To == nodes[4]).Sum(static frame => frame.Frame.Gossip?.RowValues.Count ?? 0);
        Assert.True(copies <= 25, $"{copies} copies of 20 refused observations");
        Assert.DoesNotContain(_world.Delivered, frame => frame.From == nodes[4] && frame.Frame.Graft is not null);
    }

    [Fact]
    public void Announced_ByNobodyWhoHasIt_IsAskedForOfEachAndThenForgotten()
    {
        var tree = new GossipTree(10, 10);
        var ids = Enumerable.Range(1, 3).Select(number => new IdPrefix((UInt128)number)).ToList();
        tree.OnAnnounced(ids, link: 1, missingMax: 2, nowMs: 0);
        tree.OnAnnounced(ids, link: 2, missingMax: 2, nowMs: 100);
        Assert.Equal(2, tree.MissingCount);
        var asked = new List<(long At, long Link, int Ids)>();
        for (var now = 0L; now < 10_000; now += 100)
        {
            var grafts = new Dictionary<long, List<IdPrefix>>();
            tree.TakeDue(now, static _ => true, grafts);
            asked.AddRange(grafts.Select(graft => (now, graft.Key, graft.Value.Count)));
        }

        Assert.Equal([(500, 1, 2), (1_500, 2, 2)], asked);
        Assert.Equal((0, long.MaxValue), (tree.MissingCount, tree.DueMs));
    }

    [Fact]
    public void Signers_BeyondTheLimit_LetTheOldestGoWhicheverWayTheyCame()
    {
        var tree = new GossipTree(signersMax: 3, recentMax: 10);
        foreach (var seed in Enumerable.Range(1, 5))
        {
            var key = Observations.Key((byte)seed);
            tree.OnNew(Observations.One(key, seed), link: 1);
            tree.OnDuplicate(Observations.Key((byte)(seed + 100)).NodeId, link: 2, hops: 1, static _ => true);
            Assert.InRange(tree.Signers, 1, 3);
        }

        Assert.Equal(3, tree.Signers);
    }

    [Fact]
    public void Duplicate_FromNearerThanTheParent_TakesItsPlace()
    {
        var tree = new GossipTree(10, 10);
        var signer = Observations.Key(1);
        tree.OnNew(Observations.One(signer, 1), link: 1, hops: 4);
        Assert.Equal(5, tree.HopsOf(signer.NodeId));

        Assert.Equal(2, tree.OnDuplicate(signer.NodeId, link: 2, hops: 4, static _ => true));
        Assert.Equal(3, tree.OnDuplicate(signer.NodeId, link: 3, SignerHops.Unknown, static _ => true));
        Assert.Equal(1, tree.OnDuplicate(signer.NodeId, link: 4, hops: 1, static _ => true));
        Assert.Equal(2, tree.HopsOf(signer.NodeId));
        Assert.Null(tree.OnDuplicate(signer.NodeId, link: 4, hops: 1, static _ => true));
    }

    [Fact]
    public void Duplicate_OfWhatEnteredHere_NeverTakesItsPlace()
    {
        var tree = new GossipTree(10, 10);
        var signer = Observations.Key(1);
        tree.OnNew(Observations.One(signer, 1), link: 0);

        Assert.Equal(2, tree.OnDuplicate(signer.NodeId, link: 2, hops: 0, static _ => true));
        Assert.Equal(0, tree.HopsOf(signer.NodeId));
    }

    [Fact]
    public void Parent_ThatSaysItIsNearAndIsLate_HoldsUpNoMoreThanEveryThird()
    {
        // Link 6 says that it is where the observations enter, and brings each after link 5 was asked for it.
        var tree = new GossipTree(10, 1_000);
        var signer = Observations.Key(1);
        var (late, isLiarParent) = (0, true);
        tree.OnNew(Observations.One(signer, 0), link: 6, hops: 0);
        for (var number = 1; number <= 300; number++)
        {
            late += isLiarParent ? 1 : 0;
            tree.OnNew(Observations.One(signer, number), link: 5, hops: 3);
            isLiarParent = tree.OnDuplicate(signer.NodeId, link: 6, hops: 0, static _ => true) == 5;
        }

        Assert.InRange(late, 1, 110);
    }

    [Fact]
    public void LinkDown_OfAParent_AsksWhoIsNoFartherThanThisNodeAndNobodyElse()
    {
        var tree = new GossipTree(10, 10);
        var (near, far) = (Observations.Key(1), Observations.Key(2));
        foreach (var signer in (NodeKey[])[near, far])
        {
            tree.OnNew(Observations.One(signer, 1), link: 1, hops: 2);
        }

        // As near as this node; and one hop farther, so that it may have them from here.
        tree.OnDuplicate(near.NodeId, link: 2, hops: 3, static _ => true);
        tree.OnDuplicate(far.NodeId, link: 2, hops: 4, static _ => true);
        var asked = new Dictionary<long, List<Hash256>>();
        tree.OnLinkDown(1, static link => link != 1, asked);

        Assert.Equal([near.NodeId.PublicKey], asked[2]);
        Assert.Null(tree.OnDuplicate(near.NodeId, link: 2, hops: 3, static link => link != 1));
    }

    [Fact]
    public void Graft_OfSigners_HasThemPushedAgainUpToTheLimit()
    {
        var a = _world.AddNode(1);
        var b = _world.AddNode(2, setup => setup with { Peers = [a.AsPeer] });
        _world.Run(5_000);
        var link = a.OpenLinks.Single();
        Tell(new Frame { Prune = new Prune { Signers = HashColumn.Of(a.Key.NodeId.PublicKey) } });
        _world.Delivered.Clear();
        Publish([a], 1);
        _world.Run(200);
        Assert.DoesNotContain(_world.Delivered, static frame => frame.Frame.Gossip is not null);

        Tell(new Frame { Graft = new Graft { Signers = HashColumn.Of(a.Key.NodeId.PublicKey) } });
        Publish([a], 2);
        _world.Run(200);
        Assert.Contains(_world.Delivered, static frame => frame.Frame.Gossip is not null);

        Tell(new Frame { Graft = new Graft { Signers = HashColumn.Write(new Hash256[1_000]) } });
        _world.Run(200);
        Assert.True(link.IsOpen);
        Tell(new Frame { Graft = new Graft { Signers = HashColumn.Write(new Hash256[1_001]) } });
        _world.Run(200);
        Assert.False(link.IsOpen);
        Assert.NotNull(b);

        void Tell(Frame frame) => a.Handle(new Stratum.Mesh.Engine.MeshEvent.Arrived(link.Number, frame));
    }

    [Fact]
    public void SignerHops_OfAnotherLengthThanTheSigners_SayNothing()
    {
        var signer = Observations.Key(1).NodeId;
        var batch = new ObservationBatch { Signers = HashColumn.Of(signer.PublicKey), SignerHops = ByteString.CopyFrom(7) };
        Assert.Equal(7, SignerHops.Read(batch)[signer]);

        batch.SignerHops = ByteString.CopyFrom(7, 8);
        Assert.Empty(SignerHops.Read(batch));
        batch.SignerHops = ByteString.Empty;
        Assert.Empty(SignerHops.Read(batch));
        batch.SignerHops = ByteString.CopyFrom(255);
        Assert.Equal(SignerHops.Unknown, SignerHops.After(SignerHops.Read(batch)[signer]));
    }

    [Fact]
    public void Graft_OfWhatIsUnknown_GetsNothingAndCostsTheBudget()
    {
        var a = _world.AddNode(1);
        var b = _world.AddNode(2, setup => setup with { Peers = [a.AsPeer] });
        _world.Run(5_000);
        var link = a.OpenLinks.Single();
        var ids = Enumerable.Range(0, 2_000).Select(number => new IdPrefix((UInt128)number)).ToList();
        for (var frame = 0; frame < 100; frame++)
        {
            a.Handle(new Stratum.Mesh.Engine.MeshEvent.Arrived(link.Number, new Frame { Graft = new Graft { Ids = IdPrefix.Write(ids) } }));
        }

        Assert.True(link.IsOpen);
        ids.Add(default);
        a.Handle(new Stratum.Mesh.Engine.MeshEvent.Arrived(link.Number, new Frame { Graft = new Graft { Ids = IdPrefix.Write(ids) } }));
        _world.Run(1_000);
        Assert.False(link.IsOpen);
        Assert.Equal(0, b.Store.Count);
    }

    [Fact]
    public void AgingSet_BeyondItsCapacity_ForgetsTheOldestHalf()
    {
        var set = new AgingSet<int>(10);
        foreach (var item in Enumerable.Range(0, 101))
        {
            set.Add(item);
            Assert.InRange(set.Count, 1, 10);
        }

        Assert.True(set.Contains(100));
        Assert.False(set.Contains(80));
    }

    private WorldNode[] FullMesh(int count, int fanout = 0)
    {
        var nodes = new List<WorldNode>();
        for (byte number = 1; number <= count; number++)
        {
            var peers = nodes.Select(node => node.AsPeer).ToArray();
            nodes.Add(_world.AddNode(number, setup => setup with { Peers = peers, Fanout = fanout }));
        }

        return [.. nodes];
    }

    private void Publish(IEnumerable<WorldNode> nodes, int count)
    {
        foreach (var node in nodes)
        {
            for (var i = 0; i < count; i++)
            {
                node.Publish(Observations.One(node.Key, _world.UnixSeconds - i, i + (_world.UnixSeconds % 1000 * 100)));
            }
        }
    }
}
