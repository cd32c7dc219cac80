using Stratum.Core;
using Stratum.Mesh.Links;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;

namespace Stratum.Mesh.Tests.Gossip;

public sealed class InterestTests
{
    private static readonly GeoBox Berlin = new(52.7, 52.3, 13.8, 13.0);
    private static readonly GeoPoint Sydney = new(-33.87, 151.21);

    private readonly EngineWorld _world = new();
    private readonly NodeKey _key = Observations.Key(9);

    [Fact]
    public void Link_ToANodeThatWantsAnArea_CarriesThatAreaOnly()
    {
        var (all, some) = Pair(setup => setup with { Interests = new Interests([Berlin]) });
        _world.Run(5_000);
        var now = _world.UnixSeconds;
        all.Publish(Observations.One(all.Key, now, 1), Observations.One(all.Key, now, 2, at: Sydney));
        some.Publish(Observations.One(some.Key, now, 3, at: Sydney));
        _world.Run(200_000);

        Assert.Equal([1, 3], some.Store.All().Select(static row => row.Observation.Value).Order());
        Assert.Equal([1, 2, 3], all.Store.All().Select(static row => row.Observation.Value).Order());
    }

    [Fact]
    public void Reconciliation_WithANodeThatWantsAnArea_IsOfThatAreaAndThenEqual()
    {
        var (all, some) = Pair(setup => setup with { Interests = new Interests([Berlin]) });
        foreach (var number in Enumerable.Range(0, 40))
        {
            all.Store.Add(Observations.One(_key, _world.UnixSeconds - 600 - number, number, at: number % 2 == 0 ? Sydney : new GeoPoint(52.5, 13.4)));
        }

        _world.Run(5_000);
        Assert.Equal(20, some.Store.Count);
        _world.Delivered.Clear();
        _world.Run(200_000);
        Assert.Contains(_world.Delivered, frame => frame.Frame.BackfillAnswer is { Verdict: BackfillAnswer.Types.Verdict.Equal });
        Assert.DoesNotContain(_world.Delivered, frame => frame.Frame.BackfillItems is not null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Window_OfANode_BoundsWhatIsFilled(bool isAtDialler)
    {
        var (a, b) = Pair(setup => setup with { WindowHours = 2 }, isAtDialler);
        var (all, some) = isAtDialler ? (b, a) : (a, b);
        all.Store.Add(Observations.One(_key, _world.UnixSeconds - (5 * 3600), 1));
        all.Store.Add(Observations.One(_key, _world.UnixSeconds - 600, 2));
        _world.Run(5_000);

        Assert.Equal([2], some.Store.All().Select(static row => row.Observation.Value));
        _world.Run(100_000);
        Assert.Contains(_world.Delivered, frame => frame.Frame.BackfillAnswer is { Verdict: BackfillAnswer.Types.Verdict.Equal });
    }

    [Fact]
    public void Window_OfOneLink_IsNotThatOfTheOthers()
    {
        // b and c have the same past; a wants two hours of b, which it dials, nothing older than an hour of d, which dials it, and all of c.
        var (b, c) = (_world.AddNode(2), _world.AddNode(3));
        Func<Stratum.Mesh.Engine.EngineSetup, Stratum.Mesh.Engine.EngineSetup> alone = setup => setup with { ExchangesPeers = false };
        var a = _world.AddNode(1, setup => alone(setup) with
        {
            Peers = [b.AsPeer with { WindowHours = 2 }, c.AsPeer, new MeshPeer(Observations.Key(4).NodeId, "10.0.0.99", 9001) { WindowHours = 1 }],
        });
        var d = _world.AddNode(4, setup => alone(setup) with { Peers = [a.AsPeer] });
        var now = _world.UnixSeconds;
        foreach (var (node, first) in new[] { (b, 10), (c, 20), (d, 40) })
        {
            node.Store.Add(Observations.One(_key, now - (5 * 3600), first));
            node.Store.Add(Observations.One(_key, now - 5_000, first + 1));
            node.Store.Add(Observations.One(_key, now - 60, first + 2));
        }

        _world.Run(300_000);

        Assert.Equal([11, 12, 20, 21, 22, 42], a.Store.All().Select(static row => row.Observation.Value).Order());
    }

    [Theory]
    [InlineData(10.0, -10.0, -170.0, 170.0, 179.0, true)]
    [InlineData(10.0, -10.0, -170.0, 170.0, -179.0, true)]
    [InlineData(10.0, -10.0, -170.0, 170.0, 0.0, false)]
    [InlineData(10.0, -10.0, 10.0, -10.0, 0.0, true)]
    [InlineData(10.0, -10.0, 10.0, -10.0, 90.0, false)]
    public void Wants_APlace_IsWhetherItsCellTouchesAnArea(double north, double south, double east, double west, double longitude, bool isWanted)
    {
        var interests = new Interests([new GeoBox(north, south, east, west)]);

        Assert.Equal(isWanted, interests.Wants(Observations.One(_key, 1, at: new GeoPoint(1, longitude)).Observation));
        Assert.True(interests.Wants(""));
    }

    [Fact]
    public void Hello_OfMoreAreasThanTheLimit_IsNone()
    {
        var areas = new Google.Protobuf.Collections.RepeatedField<Area>();
        areas.AddRange(Enumerable.Repeat(new Area { North = 1, East = 1 }, Interests.AreasMax));
        Assert.NotNull(Interests.TryRead(areas));
        areas.Add(areas[0].Clone());
        Assert.Null(Interests.TryRead(areas));
        areas.Clear();
        areas.Add(new Area { North = -1, South = 1 });
        Assert.Null(Interests.TryRead(areas));
        areas[0] = new Area { North = double.NaN };
        Assert.Null(Interests.TryRead(areas));
    }

    private (WorldNode First, WorldNode Second) Pair(Func<Stratum.Mesh.Engine.EngineSetup, Stratum.Mesh.Engine.EngineSetup> with, bool firstIsSpecial = false)
    {
        var second = _world.AddNode(2, setup => firstIsSpecial ? setup : with(setup));
        var first = _world.AddNode(1, setup => (firstIsSpecial ? with(setup) : setup) with { Peers = [second.AsPeer] });
        return (first, second);
    }
}
