using System.Net;
using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Heartbeats;
using Stratum.Mesh.Links;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;

namespace Stratum.Mesh.Tests.Heartbeats;

public sealed class HeartbeatTests
{
    private static readonly IPAddress Known = IPAddress.Parse("10.0.0.2");
    private static readonly FormationKey Secret = new(new byte[32], "stratum");

    private readonly NodeKey _peer = Observations.Key(2);
    private readonly HeartbeatBook _book;
    private readonly HeartbeatBook _closed;

    public HeartbeatTests()
    {
        _book = NewBook([]);
        _closed = NewBook([Secret]);
    }

    [Fact]
    public void Receive_InOrder_IsAcceptedOnce()
    {
        Assert.Equal(HeartbeatVerdict.Accepted, Receive(Datagram(sequence: 1)));
        Assert.Equal(HeartbeatVerdict.Replayed, Receive(Datagram(sequence: 1)));
        Assert.Equal(HeartbeatVerdict.Accepted, Receive(Datagram(sequence: 2)));
        Assert.Equal(HeartbeatVerdict.Replayed, Receive(Datagram(sequence: 1)));
        Assert.Equal(HeartbeatVerdict.Accepted, Receive(Datagram(incarnation: 8, sequence: 1)));
        Assert.Equal(HeartbeatVerdict.Replayed, Receive(Datagram(incarnation: 7, sequence: 9)));
    }

    [Fact]
    public void Receive_OfAStrangerOrFromElsewhere_IsRefusedBeforeItsSignatureIsLookedAt()
    {
        using var stranger = Observations.Key(77);

        Assert.Equal(HeartbeatVerdict.UnknownNode, _book.Receive(Known, Datagram(signer: stranger), Now(0)));
        Assert.Equal(HeartbeatVerdict.UnknownNode, _book.Receive(IPAddress.Parse("10.0.0.3"), Datagram(), Now(0)));
        Assert.Equal(HeartbeatVerdict.Accepted, _book.Receive(Known.MapToIPv6(), Datagram(), Now(0)));
    }

    [Fact]
    public void Receive_SignedByAnother_IsRefusedAndMovesNothing()
    {
        using var stranger = Observations.Key(77);
        var forged = HeartbeatCodec.Write(Body(sequence: 50), message => stranger.Sign(message.Span), []);

        Assert.Equal(HeartbeatVerdict.BadSignature, Receive(forged));
        Assert.Equal(HeartbeatVerdict.Accepted, Receive(Datagram(sequence: 1)));
    }

    [Fact]
    public void Receive_OfAnotherNetworkOrTime_IsRefused()
    {
        Assert.Equal(HeartbeatVerdict.WrongNetwork, Receive(Datagram(change: body => body.NetworkId = "elsewhere")));
        Assert.Equal(HeartbeatVerdict.ClockOff, Receive(Datagram(change: body => body.ClockMs += 60_001)));
        Assert.Equal(HeartbeatVerdict.ClockOff, Receive(Datagram(change: body => body.ClockMs -= 60_001)));
        Assert.Equal(HeartbeatVerdict.Accepted, Receive(Datagram(change: body => body.ClockMs += 60_000)));
    }

    [Fact]
    public void Receive_InAClosedMesh_NeedsTheMac()
    {
        Assert.Equal(HeartbeatVerdict.WrongFormationKey, _closed.Receive(Known, Datagram(), Now(0)));
        Assert.Equal(HeartbeatVerdict.WrongFormationKey, _closed.Receive(Known, Datagram(keys: [new FormationKey(new byte[33], "stratum")]), Now(0)));
        Assert.Equal(HeartbeatVerdict.Accepted, _closed.Receive(Known, Datagram(keys: [Secret]), Now(0)));
    }

    [Fact]
    public void Receive_TooLongOrBeyondALimit_IsMalformed()
    {
        Assert.Equal(HeartbeatVerdict.Malformed, Receive(new byte[HeartbeatCodec.DatagramBytesMax + 1]));
        Assert.Equal(HeartbeatVerdict.Malformed, Receive([]));
        Assert.Equal(HeartbeatVerdict.Malformed, Receive(Datagram(change: body => body.Beacon = "u33dc0b")));
        Assert.Equal(HeartbeatVerdict.Malformed, Receive(Datagram(change: body => body.StoreSummary = ByteString.CopyFrom(new byte[33]))));
        Assert.Equal(HeartbeatVerdict.Malformed, Receive(Datagram(change: body => body.NodeId = ByteString.CopyFrom(new byte[31]))));
        Assert.Equal(HeartbeatVerdict.Accepted, Receive(Datagram(change: body => body.Beacon = "u33dc0")));
    }

    [Fact]
    public void Receive_TooManyOfOneAddress_AreOverBudget()
    {
        for (var i = 1; i <= 40; i++)
        {
            Assert.Equal(HeartbeatVerdict.Accepted, Receive(Datagram(sequence: (ulong)i)));
        }

        Assert.Equal(HeartbeatVerdict.OverBudget, Receive(Datagram(sequence: 41)));
        Assert.Equal(HeartbeatVerdict.Accepted, _book.Receive(Known, Datagram(sequence: 41), Now(250)));
    }

    [Fact]
    public void State_AfterMissedHeartbeats_IsSuspectThenDownUnlessLinked()
    {
        Receive(Datagram());
        var peer = _book.Find(_peer.NodeId)!;

        Assert.Equal("alive", HeartbeatBook.StateOf(peer, Now(9_999)));
        Assert.Equal("suspect", HeartbeatBook.StateOf(peer, Now(10_000)));
        Assert.Equal("suspect", HeartbeatBook.StateOf(peer, Now(60_000)));
        _book.OnLinkDown(_peer.NodeId, Now(15_000));
        Assert.Equal("suspect", HeartbeatBook.StateOf(peer, Now(19_999)));
        Assert.Equal("down", HeartbeatBook.StateOf(peer, Now(20_000)));
    }

    [Fact]
    public void Elapse_EveryFiveSeconds_SendsToAuthenticatedAddressesOnly()
    {
        var world = new EngineWorld();
        var b = world.AddNode(2);
        var a = world.AddNode(1, setup => setup with { Peers = [b.AsPeer] });

        world.Run(60_000);

        Assert.InRange(world.Datagrams.Count(datagram => datagram.To.Address.Equals(b.Address.Address)), 11, 14);
        Assert.All(world.Datagrams, datagram => Assert.InRange(datagram.Bytes.Length, 1, HeartbeatCodec.DatagramBytesMax));
        Assert.Equal(["accepted"], a.Status.Heartbeats.Keys);
        Assert.Equal("alive", Assert.Single(b.Status.Peers).Heartbeat);
    }

    private static Moment Now(long ms) => new(ms * 1000, 1_800_000_000_000 + ms);

    private HeartbeatVerdict Receive(byte[] datagram) => _book.Receive(Known, datagram, Now(0));

    private HeartbeatBook NewBook(IReadOnlyList<FormationKey> keys)
    {
        using var self = Observations.Key(1);
        var store = new MemoryStore();
        var book = new HeartbeatBook(
            new EngineSetup
            {
                Self = self.NodeId,
                NetworkId = "stratum",
                Policy = new AdmissionPolicy(AdmissionMode.Open, [], [], self.NodeId),
                Keys = keys,
                Store = store,
                Gate = new ObservationGate(new GateOptions(), new SeenCache(10), store, _ => false, ObservationVerifier.Verify),
                Counters = new MeshCounters(),
                Random = new Random(1),
                Nonce = () => new byte[32],
                Incarnation = 1,
            },
            Now(0));
        book.OnLinkUp(_peer.NodeId, Known, 9002, incarnation: 7, Now(0));
        return book;
    }

    private HeartbeatBody Body(ulong incarnation = 7, ulong sequence = 1, NodeId? nodeId = null) => new()
    {
        NetworkId = "stratum",
        NodeId = ByteString.CopyFrom((nodeId ?? _peer.NodeId).PublicKey.ToArray()),
        Incarnation = incarnation,
        Sequence = sequence,
        ClockMs = 1_800_000_000_000,
    };

    private byte[] Datagram(
        ulong incarnation = 7, ulong sequence = 1, NodeKey? signer = null, IReadOnlyList<FormationKey>? keys = null, Action<HeartbeatBody>? change = null)
    {
        var key = signer ?? _peer;
        var body = Body(incarnation, sequence, key.NodeId);
        change?.Invoke(body);
        return HeartbeatCodec.Write(body, message => key.Sign(message.Span), keys ?? []);
    }
}
