using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Links;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Links;

public sealed class HandshakeTests
{
    private readonly HandshakeEnd _dialler = new(1, isDialler: true);
    private readonly HandshakeEnd _listener = new(2, isDialler: false);

    [Fact]
    public void Open_TwoNodes_JoinWithWhatTheyKnowOfEachOther()
    {
        Run(_dialler, _listener);

        Assert.Equal(_listener.NodeId, _dialler.Joined?.NodeId);
        Assert.Equal(_dialler.NodeId, _listener.Joined?.NodeId);
    }

    [Fact]
    public void Open_TheListener_SaysNothingBeforeTheDialler()
    {
        _listener.Open();

        Assert.Empty(_listener.Sent);
    }

    [Fact]
    public void Closed_SameSecret_JoinsAndBothEndsProved()
    {
        UseSecrets(_dialler, 7);
        UseSecrets(_listener, 7);

        var frames = Run(_dialler, _listener);

        Assert.NotNull(_dialler.Joined);
        Assert.NotNull(_listener.Joined);
        Assert.Equal(
            [Frame.BodyOneofCase.Hello, Frame.BodyOneofCase.Challenge, Frame.BodyOneofCase.Proof, Frame.BodyOneofCase.Welcome],
            frames.Select(frame => frame.BodyCase));
    }

    [Theory]
    [InlineData(new byte[] { 7 }, new byte[] { 7, 8 })]
    [InlineData(new byte[] { 7, 8 }, new byte[] { 8 })]
    [InlineData(new byte[] { 8, 7 }, new byte[] { 7, 9 })]
    public void Closed_OneSecretInCommonDuringRotation_Joins(byte[] dialler, byte[] listener)
    {
        UseSecrets(_dialler, dialler);
        UseSecrets(_listener, listener);

        Run(_dialler, _listener);

        Assert.NotNull(_dialler.Joined);
        Assert.NotNull(_listener.Joined);
    }

    [Fact]
    public void Closed_WrongSecret_IsRefusedByTheListenerThatTellsNothingOfItself()
    {
        UseSecrets(_dialler, 7);
        UseSecrets(_listener, 9);

        var frames = Run(_dialler, _listener);

        AssertRefused(_listener, RefusalReason.WrongFormationKey, byPeer: false);
        AssertRefused(_dialler, RefusalReason.WrongFormationKey, byPeer: true);
        Assert.DoesNotContain(frames, frame => frame.BodyCase == Frame.BodyOneofCase.Welcome);
    }

    [Fact]
    public void Closed_SameSecretInAnotherNetwork_IsAnotherKey()
    {
        var transcript = HandshakeEnd.AnyTranscript();
        var proof = new FormationKey(HandshakeEnd.Secret(7), "one").Prove(FormationRole.Dialler, transcript);

        Assert.False(new FormationKey(HandshakeEnd.Secret(7), "two").Verify(FormationRole.Dialler, transcript, proof));
    }

    [Fact]
    public void Closed_ListenerWithoutKey_IsRefusedByTheDialler()
    {
        UseSecrets(_dialler, 7);

        Run(_dialler, _listener);

        AssertRefused(_dialler, RefusalReason.WrongFormationKey, byPeer: false);
    }

    [Fact]
    public void Closed_DiallerWithoutKey_IsRefused()
    {
        UseSecrets(_listener, 7);

        Run(_dialler, _listener);

        AssertRefused(_dialler, RefusalReason.WrongFormationKey, byPeer: false);
        AssertRefused(_listener, RefusalReason.WrongFormationKey, byPeer: true);
    }

    [Fact]
    public void Closed_ReplayedProof_IsRefused()
    {
        UseSecrets(_dialler, 7);
        UseSecrets(_listener, 7);
        var overheard = Run(_dialler, _listener);
        var replaying = new HandshakeEnd(1, isDialler: false) { NodeId = _listener.NodeId, PeerId = _dialler.NodeId, NonceSeed = 99 };
        UseSecrets(replaying, 7);

        replaying.Open();
        replaying.Take(overheard[0]);
        replaying.Take(overheard[2]);

        AssertRefused(replaying, RefusalReason.WrongFormationKey, byPeer: false);
    }

    [Fact]
    public void Closed_NonceSentBack_IsRefusedBeforeAnythingIsProved()
    {
        UseSecrets(_dialler, 7);
        _dialler.Meet(_listener);
        _dialler.Open();
        var hello = _dialler.Sent.Single();

        _dialler.Take(new Frame { Challenge = new Challenge { Nonce = hello.Hello.Nonce } });

        AssertRefused(_dialler, RefusalReason.Malformed, byPeer: false);
        Assert.DoesNotContain(_dialler.Sent, frame => frame.BodyCase == Frame.BodyOneofCase.Proof);
    }

    [Fact]
    public void Closed_DiallersOwnProofReflected_IsNotTheListeners()
    {
        UseSecrets(_dialler, 7);
        _dialler.Meet(_listener);
        _dialler.Open();
        _dialler.Take(new Frame { Challenge = new Challenge { Nonce = ByteString.CopyFrom(new byte[32]) } });
        var own = _dialler.Sent[^1].Proof.Macs[0];

        _dialler.Take(new Frame { Welcome = new Welcome { Hello = _listener.HelloNow(), Mac = own } });

        AssertRefused(_dialler, RefusalReason.WrongFormationKey, byPeer: false);
    }

    [Fact]
    public void Closed_ProofRelayedByAManInTheMiddle_IsBoundToTheCertificatesAndRefused()
    {
        // The man in the middle ends both TLS connections with certificates of his own and passes every frame on.
        UseSecrets(_dialler, 7);
        UseSecrets(_listener, 7);
        var man = new NodeId(new Hash256([.. Enumerable.Repeat((byte)66, 32)]));
        _dialler.PeerCertificate = _listener.PeerCertificate = HandshakeEnd.Certificate(66);
        _dialler.PeerId = _listener.PeerId = man;

        _listener.Open();
        _dialler.Open();
        var hello = _dialler.Sent[^1].Clone();
        hello.Hello.NodeId = ByteString.CopyFrom(man.PublicKey.ToArray());
        _listener.Take(hello);
        _dialler.Take(_listener.Sent[^1]);
        _listener.Take(_dialler.Sent[^1]);

        AssertRefused(_listener, RefusalReason.WrongFormationKey, byPeer: false);
    }

    [Fact]
    public void Hello_OfAnotherNodeThanTheCertificate_IsRefused()
    {
        _listener.PeerId = new NodeId(HandshakeEnd.Certificate(5));

        RunAsTheyAre(_dialler, _listener);

        AssertRefused(_listener, RefusalReason.WrongIdentity, byPeer: false);
    }

    [Fact]
    public void Hello_OfAnotherNetwork_IsRefusedOnBothSides()
    {
        _dialler.NetworkId = "elsewhere";

        Run(_dialler, _listener);

        AssertRefused(_listener, RefusalReason.WrongNetwork, byPeer: false);
        AssertRefused(_dialler, RefusalReason.WrongNetwork, byPeer: true);
    }

    [Fact]
    public void Hello_OfAnotherProtocolVersion_IsRefused()
    {
        _dialler.Change = hello => hello.ProtocolVersion = 2;

        Run(_dialler, _listener);

        AssertRefused(_listener, RefusalReason.UnknownVersion, byPeer: false);
    }

    [Theory]
    [InlineData(3_600_000, true)]
    [InlineData(3_600_001, false)]
    [InlineData(-3_600_001, false)]
    public void Hello_ClockOff_IsRefusedBeyondAnHour(long offsetMs, bool joins)
    {
        _dialler.Change = hello => hello.ClockMs += offsetMs;

        Run(_dialler, _listener);

        Assert.Equal(joins, _listener.Joined is not null);
        Assert.Equal(joins ? null : RefusalReason.ClockOff, _listener.Refused?.Reason);
    }

    [Fact]
    public void Policy_OfDenyAndAllowList_IsKeptByBothEnds()
    {
        _listener.Denied = [_dialler.NodeId];
        Run(_dialler, _listener);
        AssertRefused(_listener, RefusalReason.Denied, byPeer: false);
        AssertRefused(_dialler, RefusalReason.Denied, byPeer: true);

        var dialler = new HandshakeEnd(1, isDialler: true) { Mode = AdmissionMode.AllowList };
        dialler.Meet(_listener);
        dialler.Open();
        AssertRefused(dialler, RefusalReason.NotAllowed, byPeer: false);
    }

    [Fact]
    public void Policy_OnBothLists_IsDenied()
    {
        var id = _dialler.NodeId;

        Assert.Equal(RefusalReason.Denied, new AdmissionPolicy(AdmissionMode.AllowList, [id], [id], _listener.NodeId).Check(id));
        Assert.Equal(RefusalReason.None, new AdmissionPolicy(AdmissionMode.AllowList, [id], [], _listener.NodeId).Check(id));
        Assert.Equal(RefusalReason.Self, new AdmissionPolicy(AdmissionMode.Open, [id], [], id).Check(id));
    }

    [Fact]
    public void Pinned_AnotherNodeAnswers_IsRefusedBeforeHello()
    {
        _dialler.Pinned = new NodeId(HandshakeEnd.Certificate(5));

        var frames = Run(_dialler, _listener);

        AssertRefused(_dialler, RefusalReason.NotThePinnedNode, byPeer: false);
        Assert.DoesNotContain(frames, frame => frame.BodyCase == Frame.BodyOneofCase.Hello);
    }

    [Fact]
    public void Elapsed_WithoutAnAnswer_EndsTheHandshake()
    {
        _dialler.Open();
        _dialler.Elapse(9_999);
        Assert.Null(_dialler.Refused);

        _dialler.Elapse(10_000);

        AssertRefused(_dialler, RefusalReason.HandshakeTimeout, byPeer: false);
    }

    [Fact]
    public void Arrived_AnythingElse_IsMalformed()
    {
        foreach (var frame in (Frame?[])
            [null, new(), new() { Ping = new Ping() }, new() { Gossip = new ObservationBatch() }, new() { Proof = new Proof() }])
        {
            var listener = new HandshakeEnd(2, isDialler: false);
            listener.Open();
            listener.Take(frame);
            AssertRefused(listener, RefusalReason.Malformed, byPeer: false);
        }
    }

    [Fact]
    public void Hello_WithAFieldBeyondItsLimit_IsMalformed()
    {
        Action<Hello>[] changes =
        [
            hello => hello.Nonce = ByteString.CopyFrom(new byte[31]),
            hello => hello.NodeId = ByteString.CopyFrom(new byte[33]),
            hello => hello.NetworkId = new string('n', 65),
            hello => hello.SoftwareVersion = new string('v', 65),
            hello => hello.ListenAddresses.AddRange(Enumerable.Repeat("a:1", 17)),
            hello => hello.ListenAddresses.Add(new string('a', 129)),
            hello => hello.HeartbeatPort = 65_536,
            hello => hello.RetentionFloor = -1,
            hello => hello.ClockMs = -1,
            hello => hello.ClockMs = long.MinValue,
        ];
        foreach (var change in changes)
        {
            var dialler = new HandshakeEnd(1, isDialler: true) { Change = change };
            var listener = new HandshakeEnd(2, isDialler: false);
            Run(dialler, listener);
            AssertRefused(listener, RefusalReason.Malformed, byPeer: false);
        }
    }

    [Fact]
    public void Refuse_WithText_IsMadeFitForTheLog()
    {
        _dialler.Meet(_listener);
        _dialler.Open();

        _dialler.Take(new Frame { Refuse = new Refuse { Reason = 4711, Detail = "\u001b[2J" + new string('x', 500) } });

        Assert.Equal(RefusalReason.None, _dialler.Refused?.Reason);
        Assert.Equal(200, _dialler.Refused?.Detail.Length);
        Assert.StartsWith("?[2J", _dialler.Refused?.Detail);
    }

    private static void UseSecrets(HandshakeEnd end, params byte[] seeds) => end.Secrets = seeds;

    private static List<Frame> Run(HandshakeEnd dialler, HandshakeEnd listener)
    {
        dialler.Meet(listener);
        listener.Meet(dialler);
        return RunAsTheyAre(dialler, listener);
    }

    private static List<Frame> RunAsTheyAre(HandshakeEnd dialler, HandshakeEnd listener)
    {
        var frames = new List<Frame>();
        listener.Open();
        dialler.Open();
        for (var (from, to) = (dialler, listener); from.Unread > 0; (from, to) = (to, from))
        {
            while (from.Unread > 0)
            {
                var frame = from.Next();
                frames.Add(frame);
                to.Take(frame);
            }
        }

        return frames;
    }

    private static void AssertRefused(HandshakeEnd end, RefusalReason reason, bool byPeer)
    {
        Assert.Null(end.Joined);
        Assert.Equal(reason, end.Refused?.Reason);
        Assert.Equal(byPeer, end.Refused?.ByPeer);
    }
}
