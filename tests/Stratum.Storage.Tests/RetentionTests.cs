using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

public sealed class RetentionTests
{
    private const int Days = 5;

    private static readonly StoreOptions Options = new()
    {
        Directory = StoreFixture.Directory,
        MemtableBytes = 40 * 420,
        WalSegmentBytes = 1024,
        WalBytes = 1024,
        MaxAgeDays = 0,
        FreeBytesMin = 1 << 20,
    };

    private static NewObservation Row(int day, int at, int node) =>
        Make.Row(Make.Series("d" + node, node: node), Make.Midnight - (day * 86_400L) + at, at, new GeoPoint(57, -2));

    // Five days, half of the rows by node 1, which is trusted, half by node 2, of whom nothing is known.
    private static async Task<StoreFixture> FilledAsync(StoreOptions options)
    {
        var fixture = new StoreFixture { Options = options };
        fixture.Trust.Standings[Make.Node(1)] = SignerStanding.Trusted;
        for (var day = Days - 1; day >= 0; day--)
        {
            await fixture.AppendAsync([.. Enumerable.Range(0, 100).Select(at => Row(day, at, 1 + (at % 2)))]);
        }

        await fixture.ReopenAsync();
        return fixture;
    }

    private static int CountOf(StoreFixture fixture, int node, int day) => fixture.All()
        .Count(row => row.Series.Signer == Make.Node(node) && UtcDay.Of(row.Timestamp) == UtcDay.Of(Make.Midnight) - day);

    [Fact]
    public async Task Quota_Reached_DropsStrangersFirstThenTheOldestDays()
    {
        await using var fixture = await FilledAsync(Options);
        var all = fixture.Store.Status.TableBytes;
        fixture.Options = Options with { DiskQuotaBytes = (all * 3 / 4) + 1024 };
        await fixture.ReopenAsync();
        await fixture.AppendAsync(Row(0, 1000, 1));
        await fixture.AppendAsync(Row(0, 1001, 1));
        Assert.True(fixture.Store.Status.TableBytes < all, "nothing left");
        Assert.Equal(50, CountOf(fixture, node: 1, day: Days - 1));
        Assert.Equal(0, CountOf(fixture, node: 2, day: Days - 1));
        Assert.Contains(fixture.Notices, static notice => notice.Contains("unknown signers", StringComparison.Ordinal));

        // Smaller still: all strangers go before the first day does.
        fixture.Options = Options with { DiskQuotaBytes = all / 3 };
        await fixture.ReopenAsync();
        for (var at = 0; at < 20; at++)
        {
            await fixture.AppendAsync(Row(0, 2000 + at, 1));
        }

        Assert.Equal(0, Enumerable.Range(1, Days - 1).Sum(day => CountOf(fixture, node: 2, day)));
        Assert.Equal(0, CountOf(fixture, node: 1, day: Days - 1));
        Assert.True(fixture.Store.RetentionFloor >= Make.Midnight - ((Days - 2) * 86_400L));
        Assert.Contains(fixture.Notices, static notice => notice.Contains("of trusted signers", StringComparison.Ordinal));
        Assert.True(fixture.Store.Status.TableBytes <= all / 3, "still over its quota");
        Assert.Equal(fixture.All().Count, fixture.Store.Status.Observations);
    }

    [Fact]
    public async Task Strangers_OnceDropped_DoNotComeBackEvenAfterRestart()
    {
        await using var fixture = await FilledAsync(Options);
        fixture.Options = Options with { DiskQuotaBytes = (fixture.Store.Status.TableBytes * 3 / 4) + 1024 };
        await fixture.ReopenAsync();
        await fixture.AppendAsync(Row(0, 1000, 1));
        await fixture.AppendAsync(Row(0, 1001, 1));
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal([AppendOutcome.Expired, AppendOutcome.Duplicate], await fixture.AppendAsync(Row(Days - 1, 1, 2), Row(Days - 1, 0, 1)));
            fixture.Options = Options;
            await fixture.ReopenAsync();
        }

        // Once the operator trusts the signer, its rows are as good as any.
        fixture.Trust.Standings[Make.Node(2)] = SignerStanding.Trusted;
        Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(Row(Days - 1, 1, 2)));
    }

    [Fact]
    public async Task Strangers_Dropped_LeaveCatalogueAndLatest()
    {
        await using var fixture = new StoreFixture { Options = Options with { DiskQuotaBytes = 2048 } };
        fixture.Trust.Standings[Make.Node(1)] = SignerStanding.Trusted;
        await fixture.AppendAsync([.. Enumerable.Range(0, 100).Select(at => Row(0, at, 1 + (at % 2)))]);
        await fixture.AppendAsync(Row(0, 1000, 1));
        await fixture.AppendAsync(Row(0, 1001, 1));
        Assert.Equal(1, fixture.Store.Status.Series);
        Assert.Equal(1, fixture.Store.Status.Stations);
        Assert.Empty(fixture.Store.LatestOf(new StationKey(Make.Node(2), "d2")));
    }

    [Fact]
    public async Task FreeDisk_BelowWhatIsToStayFree_DeletesNothing()
    {
        await using var fixture = await FilledAsync(Options);
        fixture.Files.Free = 1000;
        fixture.Time.Advance(TimeSpan.FromSeconds(6));
        for (var at = 0; at < 10; at++)
        {
            await fixture.AppendAsync(Row(0, 1000 + at, 1));
        }

        Assert.Equal((0, (Days * 100) + 10), (fixture.Store.RetentionFloor, fixture.All().Count));
        Assert.Equal("ok", fixture.Store.Status.State);
    }

    [Fact]
    public async Task DiskFull_OnWrite_StopsWritesInOrderAndGivesTheReserveBack()
    {
        await using var fixture = await FilledAsync(Options);
        var reserve = StoreFixture.Directory + "/RESERVE";
        Assert.Equal(fixture.ReserveBytes, fixture.Files.ReadAll(reserve).Length);
        fixture.Files.FailKind = SimulatedOperation.Write;
        fixture.Files.FailAt = fixture.Files.OperationsOfKind + 1;
        fixture.Files.TornBytes = 5;
        await Assert.ThrowsAsync<StoreStoppedException>(async () => await fixture.AppendAsync(Row(0, 1000, 1)));
        Assert.False(fixture.Files.Exists(reserve));
        Assert.Equal(Days * 100, fixture.All().Count);
        await fixture.ReopenAsync();
        Assert.True(fixture.Files.Exists(reserve));
        Assert.Equal(Days * 100, fixture.All().Count);
        Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(Row(0, 1000, 1)));
    }
}
