using Stratum.Core;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;

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
            tree.OnDuplicate(Observations.Key((byte)(seed + 100)).NodeId, link: 2, static _ => true);
            Assert.InRange(tree.Signers, 1, 3);
        }

        Assert.Equal(3, tree.Signers);
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
