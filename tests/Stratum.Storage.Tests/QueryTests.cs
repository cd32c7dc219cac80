using Stratum.Core;

namespace Stratum.Storage.Tests;

public sealed class QueryTests
{
    private static readonly StoreOptions Small = new()
    {
        Directory = StoreFixture.Directory,
        MemtableBytes = 20 * 420,
        WalSegmentBytes = 2048,
        WalBytes = 8192,
        BlockRows = 3,
    };

    private static NewObservation[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        var rows = new NewObservation[count];
        for (var at = 0; at < count; at++)
        {
            var device = "d" + random.Next(4);
            GeoPoint? place = random.Next(5) == 0 ? null : new GeoPoint(57 + random.NextDouble(), (random.NextDouble() * 4) - 2);
            rows[at] = Make.Row(
                Make.Series(device, random.Next(2) == 0 ? "temperature" : "humidity", 1 + random.Next(2)),
                Make.Midnight - random.Next(3 * 86_400),
                random.Next(50) / 10.0,
                place,
                receivedAtMs: random.Next(1_000_000));
        }

        return rows;
    }

    private static async Task FillAsync(StoreFixture fixture, NewObservation[] rows)
    {
        foreach (var chunk in rows.Chunk(7))
        {
            await fixture.AppendAsync(chunk);
        }
    }

    [Fact]
    public async Task Query_EveryKindOfFilter_EqualsAFilterOverAllRows()
    {
        await using var fixture = new StoreFixture { Options = Small };
        var rows = Rows(300, 7);
        await FillAsync(fixture, rows);
        Assert.True(fixture.Store.Status.Tables > 3);
        var box = new GeoBox(57.6, 57.2, 1.0, -0.5);
        var centre = new GeoPoint(57.5, 0.1);
        (ObservationQuery Query, Func<Observation, bool> Matches)[] cases =
        [
            (new() { DeviceId = "d1" }, static row => row.Series.DeviceId == "d1"),
            (new() { NodeId = Make.Node(2) }, static row => row.Series.Signer == Make.Node(2)),
            (new() { ReadingType = "humidity" }, static row => row.Series.ReadingType == "humidity"),
            (new() { DeviceId = "d2", NodeId = Make.Node(1), ReadingType = "humidity" }, static row =>
                row.Series.DeviceId == "d2" && row.Series.Signer == Make.Node(1) && row.Series.ReadingType == "humidity"),
            (new() { DeviceId = "nobody" }, static _ => false),
            (new() { Box = box }, row => row.Position is { } at && box.Contains(at)),
            (new() { Centre = centre, RadiusKm = 25 }, row => row.Position is { } at && centre.DistanceKmTo(at) <= 25),
            (new() { From = Make.Midnight - 100_000, To = Make.Midnight - 50_000 }, static row =>
                row.Timestamp >= Make.Midnight - 100_000 && row.Timestamp < Make.Midnight - 50_000),
            (new() { From = rows[5].Observation.Timestamp, To = rows[5].Observation.Timestamp }, static _ => false),
            (new() { From = rows[5].Observation.Timestamp, To = rows[5].Observation.Timestamp + 1 }, row =>
                row.Timestamp == rows[5].Observation.Timestamp),
        ];
        foreach (var (query, matches) in cases)
        {
            foreach (var descending in (bool[])[false, true])
            {
                var found = fixture.All(query with { Descending = descending, AllDuplicates = true });
                var expected = rows.Where(row => matches(row.Observation.Observation)).Select(static row => row.Observation.ContentId).ToHashSet();
                Assert.Equal(expected, StoreFixture.Ids(found).ToHashSet());
                Assert.Equal(expected.Count, found.Count);
                var times = found.Select(static row => row.Timestamp).ToList();
                Assert.Equal(descending ? times.OrderDescending() : times.Order(), times);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Query_PagesByCursorOverFlushAndRestart_GiveEveryRowOnce(bool descending)
    {
        await using var fixture = new StoreFixture { Options = Small with { MemtableBytes = 1 << 20 } };
        var rows = Rows(120, 11).Concat(Enumerable.Range(0, 20).Select(at => Make.Row(Make.Series("same" + at), Make.Midnight - 1000))).ToArray();
        await FillAsync(fixture, rows);
        var whole = StoreFixture.Ids(fixture.All(new ObservationQuery { Descending = descending }));
        var paged = new List<ContentId>();
        string? cursor = null;
        for (var page = 0; ; page++)
        {
            var found = fixture.Store.Query(new ObservationQuery { Descending = descending, Cursor = cursor }).Take(9).ToList();
            paged.AddRange(StoreFixture.Ids(found));
            if (found.Count < 9)
            {
                break;
            }

            cursor = fixture.Store.CursorAfter(found[^1]);
            Assert.True(fixture.Store.IsCursor(cursor));
            if (page % 3 == 0)
            {
                await (page % 2 == 0 ? fixture.ReopenAsync() : fixture.CrashAsync());
            }
        }

        Assert.Equal(whole, paged);
    }

    [Fact]
    public async Task IsCursor_AnythingElse_IsRefused()
    {
        await using var fixture = new StoreFixture();
        await fixture.AppendAsync(Make.Row(Make.Series(), Make.Midnight));
        var cursor = fixture.Store.CursorAfter(fixture.All()[0]);
        foreach (var text in (string[])["", "a", cursor + "A", cursor[..^1], "B" + cursor[1..], cursor[..20] + (cursor[20] == 'A' ? 'B' : 'A')
            + cursor[21..], new string(' ', cursor.Length)])
        {
            Assert.False(fixture.Store.IsCursor(text), text);
            Assert.Throws<StratumException>(() => fixture.Store.Query(new ObservationQuery { Cursor = text }));
        }
    }

    [Fact]
    public async Task Query_SeveralContentsOfOneReading_ShowsTheChosenAndCountsWitnesses()
    {
        await using var fixture = new StoreFixture();
        var (own, trusted, early, late) = (Make.Node(1), Make.Node(2), Make.Node(3), Make.Node(4));
        var at = Make.Midnight;
        NewObservation[] rows =
        [
            Make.Row(Make.Series(node: 4), at, receivedAtMs: 30, position: new GeoPoint(1, 1)),
            Make.Row(Make.Series(node: 3), at, receivedAtMs: 10),
            Make.Row(Make.Series(node: 1), at, receivedAtMs: 20),
            Make.Row(Make.Series(node: 2), at, receivedAtMs: 40, position: new GeoPoint(50, 0)),
            Make.Row(Make.Series(node: 2), at, value: 2, receivedAtMs: 40),
        ];
        await fixture.AppendAsync(rows);
        var one = new ObservationQuery { DeviceId = "a" };

        Assert.Equal(2, fixture.All(one).Count);
        Assert.Equal(5, fixture.All(one with { AllDuplicates = true }).Count);
        AssertShown(fixture, early);
        fixture.Trust.Standings[own] = SignerStanding.Own;
        AssertShown(fixture, own);
        fixture.Trust.Standings[trusted] = SignerStanding.Trusted;
        AssertShown(fixture, trusted);

        // Asked for one signer, its content is shown, and the others still count.
        var asked = Assert.Single(fixture.All(one with { NodeId = late }));
        Assert.Equal((late, 4), (asked.Series.Signer, asked.Witnesses));

        // A stranger's copy with another place does not pull the reading there.
        Assert.Empty(fixture.All(new ObservationQuery { Centre = new GeoPoint(1, 1), RadiusKm = 10 }));
        Assert.Equal(trusted, Assert.Single(fixture.All(new ObservationQuery { Centre = new GeoPoint(50, 0), RadiusKm = 10 })).Series.Signer);
    }

    private static void AssertShown(StoreFixture fixture, NodeId signer)
    {
        var shown = fixture.All(new ObservationQuery { DeviceId = "a" }).Single(static row => row.Observation.Observation.Value == 1);
        Assert.Equal((signer, 4), (shown.Series.Signer, shown.Witnesses));
    }

    [Fact]
    public async Task Query_WhileRowsArrive_ShowsOneMoment()
    {
        await using var fixture = new StoreFixture { Options = Small };
        await FillAsync(fixture, Rows(50, 3));
        var before = fixture.All().Count;
        using var rows = fixture.Store.Query(new ObservationQuery { AllDuplicates = true }).GetEnumerator();
        Assert.True(rows.MoveNext());

        await FillAsync(fixture, Rows(200, 4));
        fixture.Time.Advance(TimeSpan.FromDays(40));
        await fixture.AppendAsync(Make.Row(Make.Series(), Make.Midnight + (40 * 86_400)));
        Assert.Single(fixture.All());

        // Retention has taken all of it meanwhile; the reader that began before reads on.
        var count = 1;
        while (rows.MoveNext())
        {
            count++;
        }

        Assert.Equal(before, count);
        Assert.Empty(fixture.Damage);
    }

    [Fact]
    public async Task ReadArrivals_OverFlushAndRestart_IsInOrderOfArrivalAndResumes()
    {
        await using var fixture = new StoreFixture { Options = Small };
        var rows = Rows(200, 5);
        await FillAsync(fixture, rows);
        var expected = rows.Select(static row => row.Observation.ContentId).Distinct().ToList();
        for (var round = 0; round < 3; round++)
        {
            var arrived = fixture.Store.ReadArrivals(0).ToList();
            Assert.Equal(expected, StoreFixture.Ids(arrived));
            Assert.Equal(fixture.Store.LastArrival, arrived[^1].ArrivalNumber);
            var middle = arrived[90];
            Assert.Equal(expected[91..], StoreFixture.Ids(fixture.Store.ReadArrivals(middle.ArrivalNumber)));
            await (round == 0 ? fixture.CrashAsync() : fixture.ReopenAsync());
        }
    }

    [Fact]
    public async Task Rows_EveryDoubleAndColumn_ComeBackBitForBit()
    {
        await using var fixture = new StoreFixture();
        double[] values = [0.0, -0.0, double.Epsilon, -double.Epsilon, 2.2250738585072009e-308, double.MaxValue, double.MinValue, 0.1, 21.3, 1e-300, 1e300,
            5e15];
        var rows = values.Select((value, at) => new NewObservation(
            Make.Row(Make.Series(), Make.Midnight + at, value, at % 3 == 0 ? null : new GeoPoint(-0.0, at), at % 2 == 0 ? null : -0.0).Observation,
            123_456_789_000 - at,
            (ReceivedVia)(at % 3),
            (TimeSource)(at % 3),
            new Assessment(at / 100.0, QualityFlag.Suspect, at % 2 == 0 ? [] : ["far above 3 neighbours"]) { Spatial = 0.25 })).ToArray();
        await fixture.AppendAsync(rows);
        await fixture.ReopenAsync();

        var read = fixture.All();
        for (var at = 0; at < rows.Length; at++)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(values[at]), BitConverter.DoubleToInt64Bits(read[at].Observation.Observation.Value));
            Assert.Equal(CanonicalForm.ToArray(rows[at].Observation.Observation), CanonicalForm.ToArray(read[at].Observation.Observation));
            Assert.Equal(rows[at].Observation.Signature, read[at].Observation.Signature);
            Assert.Equal((rows[at].ReceivedAtMs, rows[at].ReceivedVia, rows[at].TimeSource),
                (read[at].ReceivedAtMs, read[at].ReceivedVia, read[at].TimeSource));
            Assert.Equal(rows[at].Assessment.Reasons, read[at].Assessment.Reasons);
            Assert.Equal((rows[at].Assessment.Confidence, (double?)0.25, (double?)null),
                (read[at].Assessment.Confidence, read[at].Assessment.Spatial, read[at].Assessment.Temporal));
        }
    }

    [Fact]
    public async Task ReadContents_FromTablesAndMemory_IsEveryContentInOrderOfTime()
    {
        var random = new Random(5);
        await using var fixture = new StoreFixture
        {
            Options = new StoreOptions { Directory = StoreFixture.Directory, MemtableBytes = 40 * 420, BlockRows = 7, MergeQuietSeconds = 0 },
        };
        foreach (var at in Enumerable.Range(0, 400))
        {
            GeoPoint? place = at % 5 == 0 ? new GeoPoint(at % 90, 2) : new GeoPoint(57, -2);
            await fixture.AppendAsync(Make.Row(Make.Series("d" + random.Next(6)), Make.Midnight - random.Next(90_000), at, place, at % 3));
        }

        Assert.True(fixture.Store.Status is { Tables: > 2, MemtableBytes: > 0 }, "all in one place");
        foreach (var from in (long[])[0, Make.Midnight - 50_000, Make.Midnight])
        {
            var expected = fixture.All(new ObservationQuery { From = from, AllDuplicates = true }).Select(static row => row.Observation.Observation).ToList();
            var found = fixture.Store.ReadContents(from).ToList();
            Assert.Equal(expected.Select(static row => row.Timestamp), found.Select(static row => row.Timestamp));
            Assert.Equal(expected.ToHashSet(), found.ToHashSet());
        }
    }

    [Fact]
    public async Task SetAssessment_InMemoryAndInTables_IsShownEverywhere()
    {
        await using var fixture = new StoreFixture();
        var row = Make.Row(Make.Series(), Make.Midnight, position: new GeoPoint(1, 1));
        await fixture.AppendAsync(row);
        var id = row.Observation.ContentId;
        for (var round = 0; round < 2; round++)
        {
            var score = new Assessment(0.9 - (round / 10.0), QualityFlag.Good, []);
            fixture.Store.SetAssessment(row.Observation.Observation, id, score);
            var other = Make.Row(Make.Series(), Make.Midnight + 1).Observation;
            fixture.Store.SetAssessment(other.Observation, other.ContentId, Assessment.NotEvaluated);
            Assert.Equal(score, fixture.All()[0].Assessment);
            Assert.Equal(score, fixture.Store.Find(id, Make.Midnight)!.Assessment);
            Assert.Equal(score, fixture.Store.LatestOf(row.Observation.Series.Station)[0].Assessment);
            Assert.Equal(score, fixture.Store.ReadArrivals(0).Single().Assessment);
            if (round == 0)
            {
                await fixture.ReopenAsync();
                Assert.Equal(score.Confidence, fixture.All()[0].Assessment.Confidence);
            }
        }
    }
}
