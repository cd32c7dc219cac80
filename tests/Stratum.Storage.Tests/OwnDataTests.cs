using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

/// <summary>One's own observations stay when those of others leave. Node 1 is this node, 2 is trusted, of 3 nothing is known.</summary>
public sealed class OwnDataTests
{
    private const int Own = 1;
    private const int Trusted = 2;
    private const int Unknown = 3;

    private static readonly long Today = UtcDay.Of(Make.Midnight);

    private static readonly StoreOptions Options = new()
    {
        Directory = StoreFixture.Directory,
        MemtableBytes = 60 * 420,
        WalSegmentBytes = 4096,
        WalBytes = 16_384,
        BlockRows = 8,
        MaxAgeDays = 5,
        MergeQuietSeconds = 0,
        KeptTableBytes = 4096,
        FreeBytesMin = 0,
    };

    private static NewObservation Row(long day, int at, int node, int signature = 9) =>
        Make.Row(Make.Series("d" + node, node: node), UtcDay.Start(day) + (at * 60), (day % 7) + (at * 0.1), new GeoPoint(57, -2), signature: signature);

    private static StoreFixture Fixture(StoreOptions options)
    {
        var fixture = new StoreFixture { Options = options };
        fixture.Trust.Standings[Make.Node(Own)] = SignerStanding.Own;
        fixture.Trust.Standings[Make.Node(Trusted)] = SignerStanding.Trusted;
        return fixture;
    }

    private static Task<AppendOutcome[]> FillAsync(StoreFixture fixture, long day, int rows = 12) =>
        fixture.AppendAsync([.. Enumerable.Range(0, rows * 3).Select(at => Row(day, at / 3, 1 + (at % 3)))]);

    private static int CountOf(StoreFixture fixture, int node) => fixture.All().Count(row => row.Series.Signer == Make.Node(node));

    // Days pass one by one, and each brings observations of all three.
    private static async Task LiveAsync(StoreFixture fixture, int days)
    {
        for (var day = 0; day < days; day++)
        {
            await FillAsync(fixture, UtcDay.Of(fixture.Time.GetUtcNow().ToUnixTimeSeconds()));
            fixture.Time.Advance(TimeSpan.FromDays(1));
            var first = Row(UtcDay.Of(fixture.Time.GetUtcNow().ToUnixTimeSeconds()), 1000, Own);
            await fixture.AppendAsync(first);
            await SteadyAsync(fixture, first);
        }
    }

    // What the writer did after the step before is done when it takes the next one.
    private static async Task SteadyAsync(StoreFixture fixture, NewObservation known) =>
        Assert.Equal([AppendOutcome.Duplicate], await fixture.AppendAsync(known));

    // A day is taken with each step of the writer: until it has nothing more to do.
    private static async Task<int> SettleAsync(StoreFixture fixture, long day, int from)
    {
        var added = 0;
        for (long before = -1; before != fixture.Store.Status.TableBytes; added++)
        {
            before = fixture.Store.Status.TableBytes;
            fixture.Time.Advance(TimeSpan.FromSeconds(6));
            await fixture.AppendAsync(Row(day, from + added, Own));
            await SteadyAsync(fixture, Row(day, from + added, Own));
        }

        return added;
    }

    // How many rows of a signer stand in table files, whatever is shown of them.
    private static int RowsOnDisk(StoreFixture fixture, int node)
    {
        var rows = 0;
        foreach (var name in fixture.Files.ListFiles(StoreFixture.Directory + "/tables"))
        {
            using var table = TableReader.Open(fixture.Files, $"{StoreFixture.Directory}/tables/{name}");
            var series = table.ReadSeries().Where(pair => pair.Series.Signer == Make.Node(node)).Select(static pair => pair.Id).ToHashSet();
            rows += table.Blocks.Where(block => series.Contains(block.SeriesId)).Sum(static block => block.Count);
        }

        return rows;
    }

    [Fact]
    public async Task Age_DaysOfMixedSigners_KeepsOneSOwnAndOnlyThem()
    {
        await using var fixture = Fixture(Options);
        await LiveAsync(fixture, 40);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(40 * 13, CountOf(fixture, Own));
            Assert.All(fixture.All(), row => Assert.True(row.Series.Signer == Make.Node(Own) || row.Timestamp >= fixture.Store.RetentionFloor));
            Assert.Equal(5 * 12, CountOf(fixture, Trusted));
            Assert.Equal(fixture.All().Count, fixture.Store.Status.Observations);
            Assert.Equal(0, fixture.Store.Status.OwnFloor);

            // Each way to read has the oldest of one's own, and none of the others'.
            var old = Row(Today + 2, 3, Own).Observation;
            Assert.NotNull(fixture.Store.Find(old.Observation, old.ContentId));
            Assert.NotNull(fixture.Store.Find(old.ContentId, old.Timestamp));
            Assert.Equal(40 * 13, fixture.Store.ReadValues(Make.Series("d1"), 0, long.MaxValue).Sum(static part => part.Timestamps.Length));
            Assert.Equal(40 * 13, fixture.Store.ReadArrivals(0).Count(static row => row.Series.Signer == Make.Node(Own)));
            Assert.Equal(12, fixture.All(new ObservationQuery { DeviceId = "d1", From = UtcDay.Start(Today), To = UtcDay.Start(Today + 1) }).Count);
            Assert.Null(fixture.Store.Find(Row(Today + 2, 3, Trusted).Observation.Observation, Row(Today + 2, 3, Trusted).Observation.ContentId));

            // Late ones of others do not come back; one's own come in, whatever their age.
            Assert.Equal(
                [AppendOutcome.Expired, AppendOutcome.Expired, AppendOutcome.Duplicate],
                await fixture.AppendAsync(Row(Today, 1, Trusted), Row(Today, 1, Unknown), Row(Today, 1, Own)));
            await fixture.ReopenAsync();
        }

        Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(Row(Today - 3000, 1, Own)));
        await fixture.ReopenAsync();
        Assert.NotNull(fixture.Store.Find(Row(Today - 3000, 1, Own).Observation.ContentId, UtcDay.Start(Today - 3000) + 60));
        await fixture.CloseAsync();
        Assert.Equal(5 * 12, RowsOnDisk(fixture, Unknown));
        Assert.Equal(41 * 13 - 12, RowsOnDisk(fixture, Own));
    }

    [Fact]
    public async Task Peers_WhatIsOlderThanOthersMayBe_IsNotOffered()
    {
        await using var fixture = Fixture(Options);
        await LiveAsync(fixture, 20);
        var floor = fixture.Store.RetentionFloor;
        var own = Row(Today + 2, 3, Own).Observation;
        Assert.All(fixture.Store.Sums(0, long.MaxValue / 2), cell => Assert.True(cell.Key.Hour * 3600 >= floor));
        Assert.All(fixture.Store.Items(0, long.MaxValue / 2, null), item => Assert.True(item.Timestamp >= floor));
        Assert.All(fixture.Store.Days(0, UtcDay.Start(Today + 30)), stamp => Assert.True(UtcDay.Start(stamp.Day) >= floor && stamp.Stamp is not null));
        Assert.Null(fixture.Store.Find((ReadOnlySpan<ReconciliationItem>)[new ReconciliationItem(own.Timestamp, own.ContentId)])[0]);
        var offered = fixture.All().Where(row => row.Timestamp >= floor).ToList();
        Assert.Equal(offered.Count, fixture.Store.Sums(floor, UtcDay.Start(Today + 30)).Sum(static cell => cell.Count));
    }

    [Fact]
    public async Task OwnMaxAge_Set_LetsOneSOwnGoLater()
    {
        await using var fixture = Fixture(Options with { OwnMaxAgeDays = 15 });
        await LiveAsync(fixture, 40);
        Assert.Equal((15 * 13) + 1, CountOf(fixture, Own));
        Assert.Equal(UtcDay.Start(Today + 40 - 15), fixture.Store.Status.OwnFloor);
        Assert.Equal([AppendOutcome.Expired], await fixture.AppendAsync(Row(Today + 20, 1, Own)));
        Assert.Throws<StratumException>(() => Fixture(Options with { OwnMaxAgeDays = 4 }).Open());
    }

    [Fact]
    public async Task Kept_ManyYears_BecomeFewTablesAndEachRowIsWrittenAFewTimes()
    {
        await using var fixture = Fixture(Options with { MemtableBytes = 400 * 420 });
        const int Years = 10;
        var written = 0L;
        for (var day = 0; day < Years * 365; day++)
        {
            await fixture.AppendAsync([.. Enumerable.Range(0, 4).Select(at => Row(Today - 4000 + day, at, Own))]);
            written = Math.Max(written, fixture.Files.BytesWritten);
        }

        await fixture.ReopenAsync();
        var status = fixture.Store.Status;
        Assert.Equal(Years * 365 * 4, status.Observations);
        Assert.True(status.Tables <= (3 * 7) + (status.TableBytes / (4096 * 64)) + 1, $"{status.Tables} tables of {status.TableBytes} bytes");
        // The log, the first table, and each of three larger ones.
        Assert.True(fixture.Files.BytesWritten < 7 * status.TableBytes, $"{fixture.Files.BytesWritten} bytes written for {status.TableBytes}");
        var year = fixture.Store.ReadValues(Make.Series("d1"), UtcDay.Start(Today - 2000), UtcDay.Start(Today - 2000 + 365));
        Assert.Equal(4 * 365, year.Sum(static part => part.Timestamps.Length));
    }

    [Fact]
    public async Task Kept_InAnyOrderAndTwice_IsTheSameSet()
    {
        await using var fixture = Fixture(Options);
        var random = new Random(13);
        var rows = Enumerable.Range(0, 1500).Select(at => Row(Today - 400 + (at / 4), at % 4, Own, signature: 9)).ToArray();
        random.Shuffle(rows);
        foreach (var chunk in rows.Chunk(37))
        {
            await fixture.AppendAsync(chunk);
        }

        await fixture.ReopenAsync();
        random.Shuffle(rows);
        foreach (var chunk in rows.Chunk(41))
        {
            // Every third comes with a lower signature: it stands as a second row until its tables are merged.
            await fixture.AppendAsync([.. chunk.Select((row, at) => at % 3 == 0
                ? row with { Observation = row.Observation with { Signature = Make.Signature(row.Observation.Observation, 2) } }
                : row)]);
        }

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal((1500, 1500L), (StoreFixture.Ids(fixture.All()).Distinct().Count(), fixture.Store.Status.Observations));
            Assert.Equal(1500, fixture.All().Count);
            Assert.Equal(1500, fixture.Store.ReadValues(Make.Series("d1"), 0, long.MaxValue).Sum(static part => part.Timestamps.Length));
            await fixture.ReopenAsync();
        }
    }

    [Theory]
    [InlineData(SurvivingWrites.None)]
    [InlineData(SurvivingWrites.TornPrefix)]
    public async Task Crash_AtEveryOperationOfARetirement_LosesNothingOfOneSOwn(SurvivingWrites surviving)
    {
        var isDone = false;
        for (var at = 1L; !isDone; at += 3)
        {
            await using var fixture = Fixture(Options with { KeptTableBytes = 1024 });
            await LiveAsync(fixture, 9);
            var own = StoreFixture.Ids(fixture.All().Where(static row => row.Series.Signer == Make.Node(Own)));
            fixture.Files.CrashAt = fixture.Files.Operations + at;
            fixture.Time.Advance(TimeSpan.FromDays(3));
            try
            {
                await fixture.AppendAsync(Row(Today + 12, 1, Trusted));
                await fixture.CloseAsync();
                isDone = fixture.Files.Operations < fixture.Files.CrashAt;
            }
            catch (Exception exception) when (exception is StoreStoppedException or SimulatedCrashException or IOException)
            {
                Assert.False(isDone);
            }

            await fixture.CrashAsync(surviving, (int)at);
            await fixture.AppendAsync(Row(Today + 12, 2, Trusted));
            await SteadyAsync(fixture, Row(Today + 12, 2, Trusted));
            var held = fixture.All();
            Assert.Equal(own.Order(), StoreFixture.Ids(held.Where(static row => row.Series.Signer == Make.Node(Own))).Order());
            Assert.Equal(held.Count, StoreFixture.Ids(held).Distinct().Count());
            Assert.Equal(held.Count, fixture.Store.Status.Observations);
            Assert.Equal(0, fixture.Store.Status.Corruptions);
        }
    }

    [Fact]
    public async Task Quota_TakesUnknownThenTrusted_ThenKeepsOwnAndRefusesOthers()
    {
        await using var fixture = Fixture(Options with { MaxAgeDays = 0 });
        await LiveAsync(fixture, 12);
        var own = CountOf(fixture, Own);
        await fixture.ReopenAsync();
        var all = fixture.Store.Status.TableBytes;

        fixture.Options = fixture.Options with { DiskQuotaBytes = all * 3 / 4 };
        await fixture.ReopenAsync();
        own += await SettleAsync(fixture, Today + 12, 100);
        Assert.Equal((own, 12 * 12), (CountOf(fixture, Own), CountOf(fixture, Trusted)));
        Assert.True(CountOf(fixture, Unknown) < 12 * 12);
        Assert.Null(fixture.Store.Status.QuotaWarning);

        fixture.Options = fixture.Options with { DiskQuotaBytes = all / 2 };
        await fixture.ReopenAsync();
        own += await SettleAsync(fixture, Today + 12, 200);
        Assert.Equal((own, 0), (CountOf(fixture, Own), CountOf(fixture, Unknown)));
        Assert.InRange(CountOf(fixture, Trusted), 1, (12 * 12) - 1);

        // Less than one's own takes: it warns, and none of others come in.
        fixture.Options = fixture.Options with { DiskQuotaBytes = all / 5 };
        await fixture.ReopenAsync();
        own += await SettleAsync(fixture, Today + 12, 300);
        Assert.Equal(0, CountOf(fixture, Trusted));
        Assert.Equal(
            [AppendOutcome.NoRoom, AppendOutcome.NoRoom, AppendOutcome.Added],
            await fixture.AppendAsync(Row(Today + 12, 1, Trusted), Row(Today + 12, 1, Unknown), Row(Today + 12, 4, Own)));
        Assert.Equal(own + 1, CountOf(fixture, Own));
        Assert.Contains("disk_quota_mb", fixture.Store.Status.QuotaWarning, StringComparison.Ordinal);
        Assert.Contains(fixture.Notices, static notice => notice.Contains("no observation of others is taken", StringComparison.Ordinal));
        Assert.Equal("ok", fixture.Store.Status.State);
        Assert.True(fixture.Store.Status.OwnBytes > 0);

        // More room again, and others are welcome.
        fixture.Options = fixture.Options with { DiskQuotaBytes = all };
        await fixture.ReopenAsync();
        Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(Row(Today + 12, 5, Trusted)));
    }

    [Fact]
    public async Task Quota_OwnQuotaDelete_TakesTheOldestOfOneSOwnLast()
    {
        await using var fixture = Fixture(Options with { OwnQuota = OwnQuota.Delete });
        await LiveAsync(fixture, 60);
        await fixture.ReopenAsync();
        var bytes = fixture.Store.Status.TableBytes;
        fixture.Options = fixture.Options with { DiskQuotaBytes = bytes / 2 };
        await fixture.ReopenAsync();
        await SettleAsync(fixture, Today + 60, 100);
        Assert.Equal(0, CountOf(fixture, Unknown));
        Assert.InRange(CountOf(fixture, Own), 20, 40 * 13);
        Assert.True(fixture.Store.Status.OwnFloor > 0);
        Assert.All(fixture.All(), row => Assert.True(row.Timestamp >= fixture.Store.Status.OwnFloor));
        Assert.True(fixture.Store.Status.TableBytes + fixture.Store.Status.WalBytes <= bytes / 2);
        Assert.Contains(fixture.Notices, static notice => notice.Contains("own_quota", StringComparison.Ordinal));
        Assert.Equal([AppendOutcome.Expired], await fixture.AppendAsync(Row(Today, 1, Own)));
    }

    [Fact]
    public async Task Damage_InATableOfYears_CostsABlockAndHeals()
    {
        await using var fixture = Fixture(Options);
        for (var day = 0; day < 200; day++)
        {
            await fixture.AppendAsync([.. Enumerable.Range(0, 4).Select(at => Row(Today - 400 + day, at, Own))]);
        }

        await fixture.CloseAsync();
        var path = fixture.Files.ListFiles(StoreFixture.Directory + "/tables")
            .Select(static name => $"{StoreFixture.Directory}/tables/{name}")
            .MaxBy(path => fixture.Files.ReadAll(path).Length)!;
        var length = fixture.Files.ReadAll(path).Length;
        foreach (var offset in (int[])[3, 20, 200, length - 300, length - 100, length - 5])
        {
            var damaged = Fixture(Options);
            damaged.Files = GoldenStore.Copy(fixture.Files);
            damaged.Files.FlipBit(path, offset, 2);
            await using (damaged)
            {
                var lost = 800 - damaged.All().Count;
                Assert.InRange(lost, 0, 8);
                await damaged.AppendAsync([.. Enumerable.Range(0, 800).Select(at => Row(Today - 400 + (at / 4), at % 4, Own))]);
                await SteadyAsync(damaged, Row(Today - 400, 0, Own));
                Assert.Equal((800, 800L), (damaged.All().Count, damaged.Store.Status.Observations));
                await damaged.ReopenAsync();
                Assert.Equal((800, 800L), (damaged.All().Count, damaged.Store.Status.Observations));
            }
        }
    }
}
