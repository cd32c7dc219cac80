using Stratum.Core;

namespace Stratum.Storage.Tests;

/// <summary>A wrong clock deletes nothing, and what one did before is mended.</summary>
public sealed class RetentionFloorTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeWitness _witness = new() { Testimony = new ClockTestimony(KernelClock.Unsynchronised, 0, 0) };

    private StoreFixture NewFixture() => new()
    {
        Options = new StoreOptions { Directory = StoreFixture.Directory, MaxAgeDays = 30, Witness = _witness },
    };

    private static NewObservation Row(int daysAgo, int at = 0) => Make.Row(Make.Series(), Make.Midnight - (daysAgo * 86_400L) + at, at);

    // What the writer does, it does before it answers the next append.
    private static async Task SettleAsync(StoreFixture fixture)
    {
        fixture.Time.Advance(TimeSpan.FromSeconds(11));
        await fixture.AppendAsync(Row(0, 7));
        await fixture.AppendAsync(Row(0, 7));
    }

    private static async Task PassAsync(StoreFixture fixture, int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            fixture.Time.Advance(Minute);
            await fixture.AppendAsync(Row(0, 7));
        }

        await SettleAsync(fixture);
    }

    [Fact]
    public async Task ClockAhead_ForSecondsWhileTheNodeRuns_DeletesAndRefusesNothing()
    {
        await using var fixture = NewFixture();
        await fixture.AppendAsync(Row(0), Row(1), Row(20));
        fixture.Time.Jump(TimeSpan.FromDays(400));
        await SettleAsync(fixture);

        Assert.Contains("nothing is deleted by age", fixture.Store.Status.RetentionWaits, StringComparison.Ordinal);
        Assert.Equal(fixture.Store.Status.RetentionWaits, Assert.Single(fixture.Notices));
        Assert.Equal(4, fixture.All().Count);

        fixture.Time.Jump(TimeSpan.FromDays(-400));
        await SettleAsync(fixture);
        Assert.Null(fixture.Store.Status.RetentionWaits);
        Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(Row(20, 5)));
        Assert.Equal(0, fixture.Store.RetentionFloor);
        Assert.Empty(fixture.Retired);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClockAhead_AtStart_DeletesNothing(bool afterPowerCut)
    {
        await using var fixture = NewFixture();
        await fixture.AppendAsync(Row(0), Row(1), Row(20));
        fixture.Time.Jump(TimeSpan.FromDays(400));
        await (afterPowerCut ? fixture.CrashAsync() : fixture.ReopenAsync());
        await PassAsync(fixture, 60);
        Assert.NotNull(fixture.Store.Status.RetentionWaits);
        Assert.Equal(4, fixture.All().Count);

        // Rows that arrived under the wrong clock, another start under it, and the right one again.
        await fixture.AppendAsync(Make.Row(Make.Series(), Make.Midnight + (400 * 86_400L)));
        await fixture.ReopenAsync();
        await SettleAsync(fixture);
        fixture.Time.Jump(TimeSpan.FromDays(-400));
        await fixture.ReopenAsync();
        await SettleAsync(fixture);
        Assert.Equal(5, fixture.All().Count);
        Assert.Null(fixture.Store.Status.RetentionWaits);
    }

    [Fact]
    public async Task SixtyDaysOff_ThenARightClock_RetiresAfterTenMinutesOfConfirmationAndSaysSo()
    {
        await using var fixture = NewFixture();
        await fixture.AppendAsync(Row(0), Row(1), Row(1, 5));
        await fixture.CloseAsync();
        fixture.Time.Jump(TimeSpan.FromDays(60));
        _witness.Testimony = new ClockTestimony(KernelClock.Synchronised, 0, 0);
        fixture.Open();
        var late = Make.Row(Make.Series(), Make.Midnight + (60 * 86_400L));
        await fixture.AppendAsync(late);
        Assert.Equal(4, fixture.All().Count);
        for (var minute = 0; minute < 12; minute++)
        {
            fixture.Time.Advance(Minute);
            await fixture.AppendAsync(late);
        }

        await fixture.AppendAsync(late);
        Assert.Equal(late.Observation.Timestamp, Assert.Single(fixture.All()).Timestamp);
        Assert.Equal(Make.Midnight + (30 * 86_400L), fixture.Store.RetentionFloor);
        Assert.Equal(2, fixture.Retired.Count);
        Assert.Contains("the day 2026-11-19 is retired, 2 observations", fixture.Retired[0], StringComparison.Ordinal);
        Assert.Contains("max_age_days", fixture.Retired[0], StringComparison.Ordinal);
        Assert.Contains("the kernel says synchronised", fixture.Retired[0], StringComparison.Ordinal);
        Assert.Equal([AppendOutcome.Expired], await fixture.AppendAsync(Row(0)));
    }

    [Fact]
    public async Task FirstStart_WithTheClockInAnotherYear_TakesEverythingOnceItIsSet()
    {
        foreach (var days in (int[])[400, -400, -15_000])
        {
            await using var fixture = NewFixture();
            fixture.Time.Jump(TimeSpan.FromDays(days));
            await fixture.AppendAsync(Row(0), Row(20));
            fixture.Time.Jump(TimeSpan.FromDays(-days));
            await SettleAsync(fixture);
            await fixture.ReopenAsync();
            await SettleAsync(fixture);
            Assert.Equal(3, fixture.All().Count);
            Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(Row(25)));
        }
    }

    [Fact]
    public async Task LonelyNode_WithoutAnyWitness_StillAgesByTheTimeThatPasses()
    {
        await using var fixture = NewFixture();
        await fixture.AppendAsync(Row(0), Row(29));
        // By more than the store goes without looking: it takes no more than its ten minutes, as for a machine that stood still.
        for (var step = 0; step < 3 * 144; step++)
        {
            fixture.Time.Advance(TimeSpan.FromMinutes(10));
            await fixture.AppendAsync(Row(0, 7));
        }

        await SettleAsync(fixture);
        Assert.Equal(2, fixture.All().Count);
        Assert.Contains("by time that passed", Assert.Single(fixture.Retired), StringComparison.Ordinal);
        Assert.Equal([], fixture.Notices);
    }

    [Fact]
    public async Task MaxAge_LoweredByTheOperator_CountsAtTheNextStart()
    {
        await using var fixture = NewFixture();
        await fixture.AppendAsync(Row(0), Row(5), Row(20));
        fixture.Options = fixture.Options with { MaxAgeDays = 7 };
        await fixture.ReopenAsync();
        Assert.Equal(2, fixture.All().Count);
        Assert.Contains("the 7 days", Assert.Single(fixture.Retired), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Floor_ThatAnEarlierVersionPutIntoTheFuture_ComesDownAndStaysDown()
    {
        await using var fixture = await WithFutureFloorAsync();
        Assert.Equal([AppendOutcome.Expired], await fixture.AppendAsync(Row(0)));
        Assert.Contains("floor lies in the future", fixture.Store.Status.RetentionWaits, StringComparison.Ordinal);

        _witness.Testimony = new ClockTestimony(KernelClock.Synchronised, 0, 0);
        await PassAsync(fixture, 11);
        Assert.Null(fixture.Store.Status.RetentionWaits);
        Assert.Contains(fixture.Notices, static notice => notice.Contains("comes down to 2026-10-21", StringComparison.Ordinal));
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(Make.Midnight - (30 * 86_400L), fixture.Store.RetentionFloor);
            Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(Row(round)));
            await (round == 1 ? fixture.CrashAsync() : fixture.ReopenAsync());
        }
    }

    [Fact]
    public async Task Repair_FloorInTheFuture_NeedsAVoucherAndIsIdempotent()
    {
        await using var fixture = await WithFutureFloorAsync();
        await fixture.CloseAsync();
        var wall = Make.Midnight + 43_200;
        var left = Assert.Single(StoreRepair.Run(StoreFixture.Directory, fixture.Files, wall, 30, null));
        Assert.Contains("future", left.Found, StringComparison.Ordinal);
        Assert.Contains("--clock-is-right", left.Remedy, StringComparison.Ordinal);
        var done = Assert.Single(StoreRepair.Run(StoreFixture.Directory, fixture.Files, wall, 30, "the operator"));
        Assert.Contains("comes down to 2026-10-21 (the operator)", done.Done, StringComparison.Ordinal);
        Assert.Empty(StoreRepair.Run(StoreFixture.Directory, fixture.Files, wall, 30, "the operator"));
        fixture.Open();
        Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(Row(20)));
    }

    [Fact]
    public async Task Repair_PresentFarFromTheClock_IsSetByAVoucher()
    {
        await using var fixture = NewFixture();
        await fixture.AppendAsync(Row(0));
        await fixture.CloseAsync();
        var wall = Make.Midnight + (60 * 86_400L);
        Assert.Null(Assert.Single(StoreRepair.Run(StoreFixture.Directory, fixture.Files, wall, 30, null)).Done);
        Assert.NotNull(Assert.Single(StoreRepair.Run(StoreFixture.Directory, fixture.Files, wall, 30, "the operator")).Done);
        Assert.Empty(StoreRepair.Run(StoreFixture.Directory, fixture.Files, wall, 30, null));
        fixture.Time.Jump(TimeSpan.FromDays(60));
        fixture.Open();
        Assert.Empty(fixture.All());
        Assert.Single(fixture.Retired);
    }

    // Without a witness the store believes its clock, as every version before this one did.
    private async Task<StoreFixture> WithFutureFloorAsync()
    {
        var fixture = NewFixture();
        fixture.Options = fixture.Options with { Witness = null };
        fixture.Time.Jump(TimeSpan.FromDays(400));
        await fixture.AppendAsync(Make.Row(Make.Series("b"), Make.Midnight + (400 * 86_400L)));
        Assert.True(fixture.Store.RetentionFloor > Make.Midnight);
        fixture.Time.Jump(TimeSpan.FromDays(-400));
        fixture.Options = fixture.Options with { Witness = _witness };
        await fixture.ReopenAsync();
        return fixture;
    }
}
