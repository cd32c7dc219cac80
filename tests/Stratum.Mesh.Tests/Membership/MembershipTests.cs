using System.Net;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Membership;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;
using PeerRecord = Stratum.Mesh.Membership.PeerRecord;

namespace Stratum.Mesh.Tests.Membership;

public sealed class MembershipTests
{
    private static readonly NodeKey Key = Observations.Key(7);

    private readonly EngineWorld _world = new();

    [Fact]
    public void Chain_OfFewNodes_BecomesAFullMesh()
    {
        var nodes = Chain(4);
        _world.Run(60_000);

        Assert.All(nodes, node => Assert.Equal(3, node.LinksUp));
    }

    [Fact]
    public void Chain_WithoutExchange_StaysAChain()
    {
        var nodes = Chain(4, exchanges: false);
        _world.Run(60_000);

        Assert.Equal([1, 2, 2, 1], nodes.Select(static node => node.LinksUp));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Record_SignedByAnother_IsNone(int keyChange, bool isGood)
    {
        var body = Body();
        var signed = PeerRecord.Write(body, message => Observations.Key((byte)(7 + keyChange)).Sign(message.Span));

        Assert.Equal(isGood, Read(signed) is not null);
    }

    [Theory]
    [InlineData("network")]
    [InlineData("no address")]
    [InlineData("five addresses")]
    [InlineData("example.org:9001")]
    [InlineData("10.0.0.1")]
    [InlineData("0.0.0.0:9001")]
    [InlineData("224.0.0.251:5353")]
    [InlineData("eight days old")]
    [InlineData("two hours ahead")]
    [InlineData("short id")]
    public void Record_BeyondALimit_IsNone(string what)
    {
        var body = Body();
        switch (what)
        {
            case "network":
                body.NetworkId = "other";
                break;
            case "no address":
                body.Addresses.Clear();
                break;
            case "five addresses":
                body.Addresses.AddRange(["10.0.0.2:1", "10.0.0.3:1", "10.0.0.4:1", "10.0.0.5:1"]);
                break;
            case "eight days old":
                body.IssuedMs -= 8L * 86_400_000;
                break;
            case "two hours ahead":
                body.IssuedMs += 7_200_000;
                break;
            case "short id":
                body.NodeId = Google.Protobuf.ByteString.CopyFrom(new byte[31]);
                break;
            default:
                body.Addresses[0] = what;
                break;
        }

        Assert.True(Read(PeerRecord.Write(body, message => Key.Sign(message.Span))) is null, what);
    }

    [Theory]
    [InlineData("127.0.0.1:22")]
    [InlineData("[::1]:22")]
    [InlineData("[::ffff:127.0.0.1]:22")]
    [InlineData("169.254.169.254:80")]
    [InlineData("[fe80::1]:22")]
    public void Record_ThatLeadsToTheReadersOwnServices_IsTakenFromItsOwnMachineOnly(string address)
    {
        var body = Body();
        body.Addresses[0] = address;
        var signed = PeerRecord.Write(body, message => Key.Sign(message.Span));
        Assert.Null(Read(signed));
        Assert.NotNull(PeerRecord.TryRead(signed, "stratum", new Moment(0, 1_800_000_000_000), Ed25519.Verify, isFromHere: true));
        body.Addresses.Add("10.0.0.1:9001");
        Assert.Equal("10.0.0.1:9001", Assert.Single(Read(PeerRecord.Write(body, message => Key.Sign(message.Span)))!.Addresses).ToString());
    }

    [Fact]
    public void Join_FurtherThanItMayGo_EndsTheLink()
    {
        var a = Chain(2)[0];
        _world.Run(5_000);
        var link = a.OpenLinks.First();

        a.Handle(new MeshEvent.Arrived(link.Number, new Frame { ForwardJoin = new ForwardJoin { Record = new Protos.PeerRecord(), Ttl = 7 } }));
        _world.Run(100);

        Assert.False(link.IsOpen);
    }

    [Fact]
    public void Neighbour_WithTheRecordOfAnother_EndsTheLink()
    {
        var a = Chain(2)[0];
        _world.Run(5_000);
        var link = a.OpenLinks.First();
        var body = Body();
        body.NetworkId = "stratum";
        body.IssuedMs = _world.Now.UnixMs;

        a.Handle(new MeshEvent.Arrived(
            link.Number, new Frame { Neighbour = new Neighbour { Record = PeerRecord.Write(body, message => Key.Sign(message.Span)) } }));
        _world.Run(100);

        Assert.False(link.IsOpen);
    }

    [Fact]
    public void PassiveView_OneMoreThanItsLimit_ReplacesOne()
    {
        var view = new PassiveView(3, new Random(1));
        foreach (var number in Enumerable.Range(1, 4))
        {
            view.Add(PeerRecords.Of((byte)number, issuedMs: 1));
        }

        view.Add(PeerRecords.Of(4, issuedMs: 2));
        view.Add(PeerRecords.Of(4, issuedMs: 1));

        Assert.Equal(3, view.Count);
        Assert.Equal(2, view.Records.Single(static record => record.NodeId == Observations.Key(4).NodeId).IssuedMs);
        Assert.Equal(2, view.Sample(2).Distinct().Count());
    }

    [Theory]
    [InlineData("8.8.8.8", "8.8.8.250", true)]
    [InlineData("8.8.8.8", "8.8.9.8", false)]
    [InlineData("192.168.1.2", "192.168.1.3", false)]
    [InlineData("127.0.0.1", "127.0.0.1", false)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:2::1", true)]
    [InlineData("2001:db8:1::1", "2001:db8:2::1", false)]
    [InlineData("fe80::1", "fe80::2", false)]
    [InlineData("::ffff:8.8.8.8", "8.8.8.9", true)]
    public void PublicNetwork_OfTwoAddresses_IsSharedOnlyInPublic(string one, string other, bool isShared) =>
        Assert.Equal(isShared, PublicNetwork.Of(IPAddress.Parse(one)) is { } network && network == PublicNetwork.Of(IPAddress.Parse(other)));

    [Fact]
    public void OwnAddresses_OfAnyAddress_AreWhatMostPeersSee()
    {
        var own = new OwnAddresses();
        string[] told = ["203.0.113.9", "203.0.113.9", "nonsense", "::ffff:203.0.113.9"];
        foreach (var (peer, seen) in told.Index())
        {
            own.Observe(Observations.Key((byte)(peer + 1)).NodeId, seen);
        }

        // However often one says it, it is one.
        for (var times = 0; times < 10; times++)
        {
            own.Observe(Observations.Key(9).NodeId, "198.51.100.1");
        }

        Assert.Equal(["203.0.113.9:9001", "198.51.100.1:9001"], own.With(["0.0.0.0:9001"]));
        Assert.Equal(["192.0.2.1:9001"], own.With(["192.0.2.1:9001"]));
    }

    private static PeerRecordBody Body() => PeerRecords.Body(Key);

    private static PeerRecord? Read(Protos.PeerRecord signed) => PeerRecord.TryRead(signed, "stratum", new Moment(0, 1_800_000_000_000), Ed25519.Verify);

    private WorldNode[] Chain(int count, bool exchanges = true)
    {
        var nodes = new List<WorldNode>();
        for (byte number = 1; number <= count; number++)
        {
            MeshPeer[] peers = nodes.Count > 0 ? [nodes[^1].AsPeer] : [];
            var address = new IPEndPoint(new IPAddress([10, 0, 0, number]), 9001).ToString();
            nodes.Add(_world.AddNode(number, setup => setup with { Peers = peers, ListenAddresses = () => [address], ExchangesPeers = exchanges }));
        }

        return [.. nodes];
    }
}
