using Stratum.Core;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Budgets;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Tests.Support;

namespace Stratum.Mesh.Tests.Gossip;

/// <summary>The order of the checks, cheapest first: what a later check would find costs nothing when an earlier one has found something.</summary>
public sealed class ObservationGateTests : IDisposable
{
    private const long Seconds = 1_800_000_000;
    private readonly NodeKey _key = Observations.Key(9);
    private readonly MemoryStore _store = new();
    private readonly HashSet<NodeId> _denied = [];
    private readonly TokenBucket _link = new(1, 3);
    private int _verified;

    [Fact]
    public void Judge_InOrder_NamesTheFirstThatIsWrong()
    {
        var gate = NewGate(new GateOptions());
        _store.RetentionFloor = Seconds - 100;
        var good = Observations.One(_key, Seconds);

        Assert.Equal(RejectReason.FutureTimestamp, Judge(gate, TestBatch.Forged(Observations.One(_key, Seconds + 301))));
        Assert.Equal(RejectReason.Expired, Judge(gate, TestBatch.Forged(Observations.One(_key, Seconds - 101))));
        _denied.Add(_key.NodeId);
        Assert.Equal(RejectReason.DeniedSigner, Judge(gate, TestBatch.Forged(good)));
        _denied.Clear();
        Assert.Equal(0, _verified);
        Assert.Equal(RejectReason.BadSignature, Judge(gate, TestBatch.Forged(good)));
        Assert.Equal(RejectReason.None, Judge(gate, good));
        Assert.Equal(2, _verified);
        Assert.Equal(RejectReason.Duplicate, Judge(gate, TestBatch.Forged(good)));
        Assert.Equal(2, _verified);
    }

    [Fact]
    public void Judge_ManyUnknownSigners_ShareOneBudgetThatKnownOnesDoNotTouch()
    {
        var gate = new ObservationGate(
            new GateOptions { UnknownPerSecond = 1, UnknownBurst = 3, IsKnown = signer => signer == _key.NodeId },
            new SeenCache(100), _store, _ => false, ObservationVerifier.Verify);
        var link = new TokenBucket(1_000, 1_000);
        RejectReason Judge(NodeKey key) =>
            gate.Judge(new UnverifiedObservation(Observations.One(key, Seconds).Observation, Observations.One(key, Seconds).Signature), 1, link, true,
                Now).Reason;
        var unknown = Enumerable.Range(20, 4).Select(static seed => Observations.Key((byte)seed)).ToArray();

        Assert.Equal([RejectReason.None, RejectReason.None, RejectReason.None, RejectReason.SignerBudget], unknown.Select(Judge));
        Assert.Equal(RejectReason.None, Judge(_key));
    }

    [Theory]
    [InlineData(300, RejectReason.None)]
    [InlineData(301, RejectReason.FutureTimestamp)]
    public void Judge_Future_IsTakenUpToItsLimit(int seconds, object reason) =>
        Assert.Equal((RejectReason)reason, Judge(NewGate(new GateOptions()), Observations.One(_key, Seconds + seconds)));

    [Fact]
    public void Judge_WhatTheStoreHolds_IsADuplicateWithoutVerification()
    {
        var held = Observations.One(_key, Seconds);
        _store.Add(held);

        Assert.Equal(RejectReason.Duplicate, Judge(NewGate(new GateOptions()), held));
        Assert.Equal(0, _verified);
    }

    [Fact]
    public void Judge_OverTheLinksBudget_IsRefusedUnverifiedButReconciliationIsNot()
    {
        var gate = NewGate(new GateOptions());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds, i)));
        }

        Assert.Equal(RejectReason.LinkBudget, Judge(gate, Observations.One(_key, Seconds, 4)));
        Assert.Equal(3, _verified);
        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds, 4), isLive: false));
    }

    [Fact]
    public void Judge_OverTheSignersBudget_IsRefusedAndOthersAreNot()
    {
        using var quiet = Observations.Key(10);
        var gate = NewGate(new GateOptions { SignerBurst = 1, SignerPerSecond = 1 });

        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds, 1)));
        Assert.Equal(RejectReason.SignerBudget, Judge(gate, Observations.One(_key, Seconds, 2)));
        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(quiet, Seconds, 2)));
    }

    [Fact]
    public void Judge_MoreSignersThanTheTableHolds_ShareOneBudget()
    {
        var gate = NewGate(new GateOptions { SignerBurst = 1, SignerPerSecond = 0.001, SignersMax = 1 });
        using var second = Observations.Key(10);
        using var third = Observations.Key(11);

        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds)));
        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(second, Seconds)));
        Assert.Equal(RejectReason.SignerBudget, Judge(gate, Observations.One(third, Seconds)));
    }

    [Fact]
    public void Judge_ContentThatNoNodeMaySign_IsRefusedBeforeItsBytesAreWritten()
    {
        var gate = NewGate(new GateOptions());
        var observation = Observations.Unsigned(_key.NodeId, Seconds);
        Observation[] wrong =
        [
            observation with { Value = double.NaN },
            observation with { Value = double.PositiveInfinity },
            observation with { Position = new GeoPoint(91, 0) },
            observation with { Position = new GeoPoint(0, double.NaN) },
            observation with { Altitude = double.NegativeInfinity },
        ];

        foreach (var content in wrong)
        {
            Assert.Equal(RejectReason.InvalidContent, gate.Judge(new UnverifiedObservation(content, default), 1, _link, isLive: true, Now).Reason);
        }

        Assert.Equal(0, _verified);
    }

    [Fact]
    public void Forget_WhatTheStoreDidNotKeep_MayComeAgain()
    {
        var gate = NewGate(new GateOptions());
        var observation = Observations.One(_key, Seconds);
        Judge(gate, observation);

        gate.Forget(observation.ContentId);

        Assert.Equal(RejectReason.None, Judge(gate, observation));
    }

    public void Dispose() => _key.Dispose();

    private static Moment Now => new(0, Seconds * 1000);

    private RejectReason Judge(ObservationGate gate, SignedObservation observation, bool isLive = true) =>
        gate.Judge(new UnverifiedObservation(observation.Observation, observation.Signature), 1, _link, isLive, Now).Reason;

    private ObservationGate NewGate(GateOptions options) => new(options, new SeenCache(100), _store, _denied.Contains, Verify);

    private VerificationResult Verify(Observation observation, Signature signature, out SignedObservation? verified)
    {
        _verified++;
        return ObservationVerifier.Verify(observation, signature, out verified);
    }
}
