using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;

namespace Stratum.Mesh.Tests.Backfill;

public sealed class BackfillTests
{
    private static readonly BackfillOptions Small = new() { DaysMax = 1, RangesBytesMax = 4096, WantMax = 2, ItemsBytesMax = 700 };

    private readonly EngineWorld _world = new();
    private readonly NodeKey _key = Observations.Key(9);

    [Fact]
    public void Run_EqualSets_TakesOneRoundTripOfAtMost160Bytes()
    {
        var (a, b) = Pair(null);
        Fill(a, 1000);
        Fill(b, 1000);

        _world.Run(5_000);

        var frames = _world.Delivered.Where(frame => IsBackfill(frame.Frame)).ToArray();
        Assert.Equal([Frame.BodyOneofCase.BackfillSummary, Frame.BodyOneofCase.BackfillAnswer], frames.Select(frame => frame.Frame.BodyCase));
        Assert.InRange(frames.Sum(frame => frame.Bytes), 1, 160);
        Assert.Equal("equal", Assert.Single(a.Status.Peers).LastBackfill?.Outcome);
        Assert.Equal("equal", Assert.Single(b.Status.Peers).LastBackfill?.Outcome);
        Assert.Equal(frames.Sum(frame => frame.Bytes), Assert.Single(a.Status.Peers).LastBackfill?.Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Run_RandomSets_MakesThemEqualThroughTheSmallestPages(int seed)
    {
        var random = new Random(seed);
        var (a, b) = Pair(Small);
        var hour = _world.UnixSeconds / 3600 * 3600;
        for (var i = 0; i < 150; i++)
        {
            // Half a dozen hours, places in several cells, many readings in the same second.
            var position = random.Next(4) == 0 ? new GeoPoint(-33.9, 151.2) : new GeoPoint(52.5, 13.4 + random.Next(4));
            var observation = Observations.One(_key, hour - random.Next(6 * 3600) / 600 * 600, i, $"d{random.Next(5)}", at: position);
            var who = random.Next(3);
            if (who != 0)
            {
                a.Store.Add(observation);
            }

            if (who != 1)
            {
                b.Store.Add(observation);
            }
        }

        _world.Run(60_000);

        Assert.True(a.Store.Count == 150 && b.Store.Count == 150, $"seed {seed}: {a.Store.Count} and {b.Store.Count} of 150");
        Assert.All(_world.Delivered, frame => Assert.InRange(frame.Bytes, 1, 64 * 1024));
        var run = Assert.Single(a.Status.Peers).LastBackfill!;
        Assert.Equal("done", run.Outcome);
        Assert.True(run.Received > 0 && run.Sent > 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_OneDifferenceInAMonth_IsKnownAfterFiveRoundTripsAndEightKilobytes(bool isAtDialler)
    {
        var (a, b) = Pair(null);
        var rows = Enumerable.Range(0, 30_000).Select(i => Observations.One(_key, _world.UnixSeconds - 60 - (i * 86L), i)).ToArray();
        foreach (var row in rows)
        {
            a.Store.Add(row);
            b.Store.Add(row);
        }

        var only = Observations.One(_key, _world.UnixSeconds - (17 * 86_400), -1);
        (isAtDialler ? a : b).Store.Add(only);

        _world.Run(5_000);

        Assert.True((isAtDialler ? b : a).Store.Contains(only.ContentId, only.Timestamp));
        var run = _world.Delivered.Where(frame => IsBackfill(frame.Frame))
            .TakeWhile(frame => frame.Frame.BodyCase is not (Frame.BodyOneofCase.BackfillWant or Frame.BodyOneofCase.BackfillItems)).ToArray();
        Assert.InRange(run.Count(frame => frame.From == a), 1, 5);
        Assert.InRange(run.Sum(frame => frame.Bytes), 1, 8_000);
    }

    [Fact]
    public void Run_EveryMinute_FindsWhatGossipLost()
    {
        var (a, b) = Pair(null);
        _world.Run(10_000);
        var lost = Observations.One(_key, _world.UnixSeconds - 5);
        a.Store.Add(lost);

        _world.Run(100_000);

        Assert.True(b.Store.Contains(lost.ContentId, lost.Timestamp));
    }

    [Fact]
    public void Run_WhatItBrings_TravelsOnToTheOtherNeighbours()
    {
        var (a, b) = Pair(null);
        var c = _world.AddNode(3, setup => setup with { Peers = [b.AsPeer], Backfill = new BackfillOptions { PeriodMs = 100_000_000 } });
        _world.Run(5_000);
        b.Cut();
        _world.Run(1_000);
        Fill(a, 50);
        b.Mend();

        _world.Run(120_000);

        Assert.Equal((50, 50), (b.Store.Count, c.Store.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_ThatBringsMuch_TakesItOnceAndDoesNotSendItToNeighboursThatHaveIt(bool isDialled)
    {
        var c = _world.AddNode(3, setup =>
            setup with { Peers = isDialled ? [] : [new MeshPeer(null, "10.0.0.1", 9001), new MeshPeer(null, "10.0.0.2", 9001)] });
        c.Cut();
        var a = _world.AddNode(1, setup => setup with { Peers = isDialled ? [c.AsPeer] : [] });
        var b = _world.AddNode(2, setup => setup with { Peers = isDialled ? [a.AsPeer, c.AsPeer] : [a.AsPeer] });
        for (var at = 0; at < 6_000; at++)
        {
            var observation = Observations.One(_key, _world.UnixSeconds - 40_000 + at, at);
            a.Store.Add(observation);
            b.Store.Add(observation);
        }

        _world.Run(5_000);
        c.Mend();
        _world.Run(240_000);

        Assert.Equal(6_000, c.Store.Count);
        var copies = _world.Delivered.Where(frame => frame.To != c).Sum(static frame => frame.Frame.Gossip?.RowValues.Count ?? 0);
        Assert.InRange(copies, 0, 2_000);
        var brought = _world.Delivered.Where(frame => frame.To == c).GroupBy(static frame => frame.From)
            .Select(static frames => frames.Sum(frame => frame.Frame.BackfillItems?.Batch?.RowValues.Count ?? 0)).ToArray();
        Assert.True(brought.Sum() <= 6_000 * 1.3, $"{string.Join(" and ", brought)} of 6,000");
        // Both that it dials at the same time give a part; of two that dial it the second one may come when all is there.
        Assert.All(brought, rows => Assert.InRange(rows, isDialled ? 0 : 1_000, 6_000));
    }

    [Fact]
    public void Run_BelowTheLaterFloor_MovesNothing()
    {
        var (a, b) = Pair(null);
        var now = _world.UnixSeconds;
        b.Store.RetentionFloor = now - (2 * 3600);
        a.Store.Add(Observations.One(_key, now - (5 * 3600)));
        a.Store.Add(Observations.One(_key, now - 600));

        _world.Run(5_000);

        Assert.Equal(1, b.Store.Count);
        Assert.DoesNotContain(_world.Delivered, frame => frame.Frame.BackfillTaken is { RefusedReasons.Count: > 0 });
    }

    [Fact]
    public void Run_FloorThatMovedSinceHello_IsNarrowed()
    {
        var (a, b) = Pair(null);
        _world.Run(5_000);
        b.Store.RetentionFloor = _world.UnixSeconds - (2 * 3600);
        a.Store.Add(Observations.One(_key, _world.UnixSeconds - (5 * 3600)));
        a.Store.Add(Observations.One(_key, _world.UnixSeconds - 600));

        _world.Run(80_000);

        Assert.Equal(1, b.Store.Count);
        Assert.Contains(_world.Delivered, frame => frame.Frame.BackfillAnswer is { Verdict: BackfillAnswer.Types.Verdict.Narrowed });
        Assert.Contains(a.Status.Peers, peer => peer.LastBackfill is { Outcome: "done" or "equal" });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_WhatThePeerRefusesForGood_IsNeitherOfferedNorAskedForAgain(bool diallerHasIt)
    {
        var (dialler, listener) = Pair(null);
        var (has, refuses) = diallerHasIt ? (dialler, listener) : (listener, dialler);
        Fill(has, 5);
        refuses.Store.Refuse = observation => observation.Observation.Value == 0 ? AppendOutcome.TooManySeries : null;

        _world.Run(300_000);

        Assert.Equal(4, refuses.Store.Count);
        var carried = _world.Delivered.Sum(frame => frame.Frame.BackfillItems?.Batch?.RowValues.Count ?? 0);
        Assert.Equal(5, carried);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_OverHoursInWhichAllIsRefused_ComparesThemOnceMoreAndThenOnlyWhatChanged(bool diallerHasIt)
    {
        // Far more than a link remembers one by one.
        var (dialler, listener) = Pair(new BackfillOptions { RefusedIdsMax = 10, PeriodMs = 10_000 });
        var (has, refuses) = diallerHasIt ? (dialler, listener) : (listener, dialler);
        var old = _world.UnixSeconds - (30 * 86_400);
        for (var at = 0; at < 200; at++)
        {
            has.Store.Add(Observations.One(_key, old + (at * 3_000), at));
        }

        refuses.Store.Add(Observations.One(_key, old + 60, -1));
        refuses.Store.Refuse = observation => observation.Observation.Value >= 0 ? AppendOutcome.UntrustedSigner : null;
        _world.Run(60_000);
        Assert.True(has.Store.Count == 201 && refuses.Store.Count == 1);
        _world.Delivered.Clear();

        _world.Run(60_000);
        Assert.Contains(_world.Delivered, static frame => frame.Frame.BackfillSummary is not null);
        Assert.DoesNotContain(_world.Delivered, static frame => frame.Frame.BackfillItems is not null || frame.Frame.BackfillRanges is not null);
        Assert.DoesNotContain(_world.Delivered, static frame => frame.Frame.BackfillHoursRequest is not null);

        // What changes in such an hour is found all the same, on either side.
        has.Store.Add(Observations.One(_key, old + 3_001, -2));
        refuses.Store.Add(Observations.One(_key, old + (100 * 3_000) + 1, -3));
        _world.Run(30_000);
        Assert.True(has.Store.Count == 203 && refuses.Store.Count == 3, $"{has.Store.Count} and {refuses.Store.Count}");
        Assert.InRange(_world.Delivered.Where(static frame => frame.Frame.BackfillRanges is not null).Select(static frame => frame.Frame.BackfillRanges.Hour)
            .Distinct().Count(), 1, 2);
    }

    [Fact]
    public void Run_WithAStoreThatTakesNoWrites_IsRefusedButNotForGood()
    {
        var (a, b) = Pair(null);
        _world.Run(5_000);
        var link = a.OpenLinks.Single();
        b.Store.IsStopped = true;
        Fill(a, 3);
        _world.Run(80_000);
        Assert.Equal(0, b.Store.Count);
        b.Store.IsStopped = false;

        _world.Run(80_000);

        Assert.Equal(3, b.Store.Count);
        Assert.True(link.IsOpen);
    }

    [Fact]
    public void Run_WhoseAnswerNeverComes_EndsAfterHalfAMinute()
    {
        var actions = new List<MeshAction>();
        var driver = BackfillParts.Driver(new MemoryStore());
        driver.Start(new CommonSet(0, 3600, CommonCells.All), new Moment(0, 0), actions);

        driver.Elapse(new Moment(29_999_999, 29_999));
        Assert.True(driver.IsRunning);
        driver.Elapse(new Moment(30_000_000, 30_000));

        Assert.False(driver.IsRunning);
        Assert.Equal("timeout", driver.Last?.Outcome);
    }

    [Fact]
    public void Run_NarrowedAgainAndAgain_IsRefusedTheFourthTime()
    {
        var actions = new List<MeshAction>();
        var driver = BackfillParts.Driver(new MemoryStore());
        driver.Start(new CommonSet(0, 36_000, CommonCells.All), default, actions);
        for (var i = 1; i <= 3; i++)
        {
            Assert.Null(driver.Handle(Narrowed(i * 3600), default, actions));
        }

        Assert.NotNull(driver.Handle(Narrowed(4 * 3600), default, actions));
    }

    [Fact]
    public void RefusedIds_BeyondTheirLimit_LetTheOldestGo()
    {
        var refused = new RefusedIds(10);
        var ids = Enumerable.Range(0, 30).Select(i => new ContentId(new Hash256([.. Enumerable.Repeat((byte)i, 32)]))).ToArray();
        foreach (var id in ids)
        {
            refused.Add(id, RejectReason.DeniedSigner);
            refused.Add(id, RejectReason.SignerBudget);
            Assert.InRange(refused.Count, 1, 10);
        }

        Assert.True(refused.Contains(ids[29]));
        Assert.False(refused.Contains(ids[0]));
    }

    [Fact]
    public void Run_WithMoreSeriesThanAKeyMayBeginInADay_BringsTheRestTheNextDays()
    {
        var (a, b) = Pair(new BackfillOptions { PeriodMs = 3_600_000 });
        for (var device = 0; device < 250; device++)
        {
            a.Store.Add(Observations.One(_key, _world.UnixSeconds - 600, device: $"station-{device}"));
        }

        _world.Run(60_000);
        Assert.Equal(100, b.Store.Count);
        Assert.Equal(150, b.Counters.Received(RejectReason.SeriesBudget));
        Assert.Single(b.Reports.OfType<MeshAction.SeriesRefused>());
        // At midnight, a part of a day after the first hundred.
        _world.Run(86_400_000);
        Assert.InRange(b.Store.Count, 150, 199);
        _world.Run(86_400_000);
        Assert.Equal(250, b.Store.Count);
    }

    [Fact]
    public void Settled_OneMoreThanTheLimit_AreAllComparedOnceMore()
    {
        var settled = new SettledHashes(2);
        var (one, other) = (new Hash256([.. Enumerable.Repeat((byte)1, 32)]), new Hash256([.. Enumerable.Repeat((byte)2, 32)]));
        settled.Add(new DifferingHash(1, one, null));
        settled.Add(new DifferingHash(2, one, other));
        settled.Add(new DifferingHash(2, other, one));
        Assert.True(settled.Contains(new DifferingHash(1, one, null)) && settled.Contains(new DifferingHash(2, other, one)));
        Assert.False(settled.Contains(new DifferingHash(1, other, null)) || settled.Contains(new DifferingHash(2, one, other)));
        settled.Add(new DifferingHash(3, one, other));
        Assert.Equal(1, settled.Count);
    }

    [Fact]
    public void Claims_OfALinkThatDoesNotEndWithAnHour_AreNotHonouredAgain()
    {
        var claims = new HourClaims();
        Assert.True(claims.TryClaim(5, link: 1, At(0)));
        Assert.True(claims.TryClaim(5, link: 1, At(0)));
        Assert.False(claims.TryClaim(5, link: 2, At(HourClaims.ClaimMs - 1)));
        Assert.True(claims.TryClaim(6, link: 2, At(0)));
        Assert.False(claims.TryClaim(6, link: 1, At(0)), "the claim of another");
        claims.Release(2);
        Assert.True(claims.TryClaim(6, link: 3, At(1)));
        Assert.True(claims.TryClaim(5, link: 2, At(HourClaims.ClaimMs)));
        claims.Release(2);
        Assert.True(claims.TryClaim(7, link: 1, At(HourClaims.ClaimMs)));
        Assert.True(claims.TryClaim(7, link: 2, At(HourClaims.ClaimMs)), "link 1 held an hour for a minute");
        foreach (var link in (long[])[1, 2, 3])
        {
            claims.Forget(link);
        }

        Assert.Equal(0, claims.Count);

        static Moment At(long ms) => new(ms * 1_000, ms);
    }

    [Fact]
    public void RefusedIds_OverADaysBudget_MayComeTheNextDay()
    {
        var refused = new RefusedIds(10);
        var (lasting, today) = (new ContentId(new Hash256(new byte[32])), new ContentId(new Hash256([.. Enumerable.Repeat((byte)1, 32)])));
        refused.OnRun(new Moment(0, 86_400_000L * 3));
        refused.Add(lasting, RejectReason.TooManySeries);
        refused.Add(today, RejectReason.SeriesBudget);
        refused.OnRun(new Moment(0, (86_400_000L * 4) - 1));
        Assert.True(refused.Contains(lasting) && refused.Contains(today));
        refused.OnRun(new Moment(0, 86_400_000L * 4));
        Assert.True(refused.Contains(lasting));
        Assert.False(refused.Contains(today));
    }

    [Fact]
    public void Settled_OnADayThatThePeersRunBegan_AreOfferedAgain()
    {
        // Both ends of a link share what was refused; the first run of a day may be the peer's.
        var (store, refused, actions) = (new MemoryStore(), new RefusedIds(10), new List<MeshAction>());
        var only = Observations.One(_key, 60);
        store.Add(only);
        var driver = BackfillParts.Driver(store, refused: refused);
        Assert.True(IsOffered(1, At(0)));
        Assert.False(IsOffered(2, At(1)));

        refused.OnRun(At(86_400));
        Assert.True(IsOffered(3, At(86_401)));

        bool IsOffered(uint run, Moment now)
        {
            actions.Clear();
            driver.Start(new CommonSet(0, 3600, CommonCells.All), now, actions);
            Assert.Null(driver.Handle(BackfillParts.Different(run), now, actions));
            var isOffered = actions.OfType<MeshAction.Send>().Any(static send => send.Frame.BackfillItems is not null);
            if (isOffered)
            {
                var taken = new BackfillTaken { Run = run, RefusedIds = Wire.HashColumn.Of(only.ContentId.Hash) };
                taken.RefusedReasons.Add((uint)RejectReason.SeriesBudget);
                Assert.Null(driver.Handle(new Frame { BackfillTaken = taken }, now, actions));
            }

            Assert.Equal("done", driver.Last?.Outcome);
            return isOffered;
        }

        static Moment At(long seconds) => new(seconds * 1_000_000, seconds * 1_000);
    }

    [Fact]
    public void Run_BothEndsAtOnce_OneGoesOn()
    {
        var (a, b) = Pair(new BackfillOptions { PeriodMs = 1_000 });
        Fill(a, 200);
        Fill(b, 100, firstValue: 1_000);

        _world.Run(30_000);

        Assert.Equal((300, 300), (a.Store.Count, b.Store.Count));
    }

    private static Frame Narrowed(long from) =>
        new() { BackfillAnswer = new BackfillAnswer { Run = 1, Verdict = BackfillAnswer.Types.Verdict.Narrowed, From = from } };

    private static bool IsBackfill(Frame frame) => frame.BodyCase >= Frame.BodyOneofCase.BackfillSummary;

    private (WorldNode A, WorldNode B) Pair(BackfillOptions? options)
    {
        Func<EngineSetup, EngineSetup> with = setup => setup with { Backfill = options ?? setup.Backfill, HeartbeatPort = static () => 0 };
        var b = _world.AddNode(2, with);
        var a = _world.AddNode(1, setup => with(setup) with { Peers = [b.AsPeer] });
        return (a, b);
    }

    private void Fill(WorldNode node, int count, double firstValue = 0)
    {
        foreach (var observation in Observations.Many(_key, count, (_world.UnixSeconds / 60 * 60) - 60, firstValue))
        {
            node.Store.Add(observation);
        }
    }
}
