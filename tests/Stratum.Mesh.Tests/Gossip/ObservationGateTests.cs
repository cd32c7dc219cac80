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

    // What /ingest refuses of its own clients is no rule for what others signed.
    [Theory]
    [InlineData("temp")]
    [InlineData("sap_flow")]
    public void Judge_NameThatIsNearlyRight_IsTakenAsSigned(string readingType)
    {
        var gate = NewGate(new GateOptions());
        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds, type: readingType)));
        Assert.Equal(1, _verified);
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Judge_SeriesBeyondTheDaysOfAKey_AreRefusedWhicheverWayTheyCome(bool isLive)
    {
        var gate = NewGate(new GateOptions { NewSeriesPerDay = 2, IsKnown = signer => signer == Observations.Key(11).NodeId });
        using var other = Observations.Key(10);
        using var known = Observations.Key(11);
        // Of a series that is held one more costs nothing; nor does a second one of a series that is on its way to the store.
        var held = Observations.One(_key, Seconds - 60, device: "held");
        _store.Add(held);

        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds, device: "held"), isLive, NewLink()));
        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds, device: "1"), isLive, NewLink()));
        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds, 1, device: "1"), isLive, NewLink()));
        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds, device: "2"), isLive, NewLink()));
        var before = _verified;
        Assert.Equal(RejectReason.SeriesBudget, Judge(gate, Observations.One(_key, Seconds, device: "3"), isLive, NewLink()));
        Assert.Equal(before, _verified);
        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds, 2, device: "1"), isLive, NewLink()));
        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(other, Seconds, device: "3"), isLive, NewLink()));
        for (var device = 0; device < 5; device++)
        {
            Assert.Equal(RejectReason.None, Judge(gate, Observations.One(known, Seconds, device: $"{device}"), isLive, NewLink()));
        }

        // Half a day later there is one more.
        var later = new Moment(43_200_000_000, (Seconds + 43_200) * 1000);
        var third = Observations.One(_key, Seconds, device: "3");
        Assert.Equal(RejectReason.None, gate.Judge(new UnverifiedObservation(third.Observation, third.Signature), 1, NewLink(), isLive, later).Reason);
    }

    [Fact]
    public void Judge_SeriesWithForgedSignatures_UseUpNobodysBudget()
    {
        var gate = NewGate(new GateOptions { NewSeriesPerDay = 1, NewSeriesOfUnknownPerDay = 1 });
        for (var device = 0; device < 10; device++)
        {
            Assert.Equal(RejectReason.BadSignature, Judge(gate, TestBatch.Forged(Observations.One(_key, Seconds, device: $"{device}")), true, NewLink()));
        }

        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds)));
    }

    [Fact]
    public void Judge_SeriesOfAllUnknownKeysTogether_HaveABudgetThatKnownOnesDoNotTouch()
    {
        var gate = NewGate(new GateOptions { NewSeriesPerDay = 100, NewSeriesOfUnknownPerDay = 3, IsKnown = signer => signer == _key.NodeId });
        var unknown = Enumerable.Range(20, 4).Select(static seed => Observations.Key((byte)seed)).ToArray();

        Assert.Equal(
            [RejectReason.None, RejectReason.None, RejectReason.None, RejectReason.SeriesBudget],
            unknown.Select(key => Judge(gate, Observations.One(key, Seconds), true, NewLink())));
        Assert.Equal(RejectReason.None, Judge(gate, Observations.One(_key, Seconds), true, NewLink()));
    }

    [Fact]
    public void Judge_ManyBytesOfASigner_AreRefusedBeforeManyObservationsAre()
    {
        // As long a name as the rules take: three of them weigh more than four observations should.
        var longest = new string('x', 128);
        var gate = NewGate(new GateOptions { SignerBurst = 4, SignerPerSecond = 0.001 });
        SignedObservation[] all = [.. Enumerable.Range(0, 5).Select(at => Observations.One(_key, Seconds, at, longest))];
        var bytes = CanonicalForm.LengthBound(all[0].Observation);
        var fit = 4 * GateOptions.ObservationBytes / bytes;
        Assert.True(fit < 4, $"{bytes} bytes are no more than the usual");

        Assert.Equal(
            Enumerable.Range(0, 5).Select(at => at < fit ? RejectReason.None : RejectReason.SignerBudget),
            all.Select(observation => Judge(gate, observation, true, NewLink())));
    }

    [Fact]
    public void Keys_BeyondTheTable_ShareABudgetUntilOthersAreWholeAgain()
    {
        var budgets = new KeyedBudgets<int>(perSecond: 1, burst: 2, keysMax: 3);
        foreach (var key in (int[])[1, 2, 3])
        {
            Assert.True(budgets.TryTake(key, 2, 0));
        }

        Assert.True(budgets.TryTake(4, 2, 0));
        Assert.False(budgets.TryTake(5, 1, 0));
        Assert.Equal(3, budgets.Count);
        // The first three said nothing for longer than their budgets take to fill.
        Assert.True(budgets.TryTake(5, 2, 10_000));
        Assert.True(budgets.TryTake(6, 2, 10_000));
        Assert.Equal(2, budgets.Count);
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
    public void Judge_WhatWasSeenAndIsNotInTheStore_ComesByReconciliation()
    {
        // A link that ended between the seen-cache and the store left such a one behind, and no copy was taken again.
        var gate = NewGate(new GateOptions());
        var observation = Observations.One(_key, Seconds);
        Assert.Equal(RejectReason.None, Judge(gate, observation));
        Assert.Equal(RejectReason.Duplicate, Judge(gate, observation));

        Assert.Equal(RejectReason.None, Judge(gate, observation, isLive: false));
        _store.Add(observation);
        Assert.Equal(RejectReason.Duplicate, Judge(gate, observation, isLive: false));
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

    private static TokenBucket NewLink() => new(1, 1);

    private RejectReason Judge(ObservationGate gate, SignedObservation observation, bool isLive = true, TokenBucket? link = null) =>
        gate.Judge(new UnverifiedObservation(observation.Observation, observation.Signature), 1, link ?? _link, isLive, Now).Reason;

    private ObservationGate NewGate(GateOptions options) => new(options, new SeenCache(100), _store, _denied.Contains, Verify);

    private VerificationResult Verify(Observation observation, Signature signature, out SignedObservation? verified)
    {
        _verified++;
        return ObservationVerifier.Verify(observation, signature, out verified);
    }
}
