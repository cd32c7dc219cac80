using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

public sealed class AppendTests
{
    [Fact]
    public async Task AppendAsync_NewRows_AreAddedPublishedAndFound()
    {
        await using var fixture = new StoreFixture();
        var first = Make.Row(Make.Series(), Make.Midnight + 10, -0.0, new GeoPoint(57.1, -2.1), 12.5);
        var second = Make.Row(Make.Series("b"), Make.Midnight + 5, double.Epsilon);

        var outcomes = await fixture.AppendAsync(first, second);

        Assert.Equal([AppendOutcome.Added, AppendOutcome.Added], outcomes);
        Assert.Equal([first.Observation.ContentId, second.Observation.ContentId], StoreFixture.Ids(fixture.Published));
        Assert.Equal([second.Observation.ContentId, first.Observation.ContentId], StoreFixture.Ids(fixture.All()));
        Assert.Equal(first.Observation, fixture.Store.Find(first.Observation.ContentId, first.Observation.Timestamp)!.Observation);
        Assert.True(fixture.Store.Contains(second.Observation.ContentId, second.Observation.Timestamp));
        Assert.False(fixture.Store.Contains(second.Observation.ContentId, second.Observation.Timestamp + 1));
        Assert.Equal(2, fixture.Store.LastArrival);
    }

    [Fact]
    public async Task AppendAsync_SameContent_IsDuplicateInMemoryInTablesAndInOneBatch()
    {
        await using var fixture = new StoreFixture();
        var row = Make.Row(Make.Series(), Make.Midnight);

        Assert.Equal([AppendOutcome.Added, AppendOutcome.Duplicate], await fixture.AppendAsync(row, row));
        Assert.Equal([AppendOutcome.Duplicate], await fixture.AppendAsync(row));
        await fixture.ReopenAsync();
        Assert.Equal(1, fixture.Store.Status.Tables);
        Assert.Equal([AppendOutcome.Duplicate], await fixture.AppendAsync(row));
        Assert.Single(fixture.All());
        Assert.Equal(1, fixture.Store.Status.Observations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AppendAsync_LowerSignature_IsKeptOverFlushAndCrash(bool flushFirst)
    {
        await using var fixture = new StoreFixture();
        var high = Make.Row(Make.Series(), Make.Midnight, signature: 9);
        var low = Make.Row(Make.Series(), Make.Midnight, signature: 2);
        await fixture.AppendAsync(high);
        if (flushFirst)
        {
            await fixture.ReopenAsync();
        }

        Assert.Equal([AppendOutcome.Duplicate], await fixture.AppendAsync(low));
        Assert.Equal([AppendOutcome.Duplicate], await fixture.AppendAsync(Make.Row(Make.Series(), Make.Midnight, signature: 5)));

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(low.Observation.Signature, Assert.Single(fixture.All()).Observation.Signature);
            Assert.Equal(low.Observation.Signature, Assert.Single(fixture.Store.ReadArrivals(0)).Observation.Signature);
            Assert.Equal(1, fixture.Store.Status.Observations);
            await (round == 0 ? fixture.CrashAsync() : fixture.ReopenAsync());
        }
    }

    [Fact]
    public async Task AppendAsync_OneSeriesAboveTheLimit_IsRefused()
    {
        await using var fixture = new StoreFixture { Options = new StoreOptions { Directory = StoreFixture.Directory, MaxSeries = 2 } };

        var outcomes = await fixture.AppendAsync(
            Make.Row(Make.Series("a"), Make.Midnight), Make.Row(Make.Series("b"), Make.Midnight), Make.Row(Make.Series("c"), Make.Midnight));

        Assert.Equal([AppendOutcome.Added, AppendOutcome.Added, AppendOutcome.TooManySeries], outcomes);
        Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(Make.Row(Make.Series("a"), Make.Midnight + 1)));
    }

    [Fact]
    public async Task AppendAsync_OlderThanTheFloor_Expires()
    {
        await using var fixture = new StoreFixture();
        var floor = fixture.Store.RetentionFloor;
        Assert.Equal(Make.Midnight - (30 * 86_400), floor);

        var outcomes = await fixture.AppendAsync(Make.Row(Make.Series(), floor - 1), Make.Row(Make.Series(), floor));

        Assert.Equal([AppendOutcome.Expired, AppendOutcome.Added], outcomes);
    }

    [Fact]
    public async Task AppendAsync_UnpairedSurrogate_IsRefusedBeforeItReachesTheLog()
    {
        await using var fixture = new StoreFixture();
        var row = Make.Row(Make.Series(), Make.Midnight);
        var bad = Make.Series(note: "\ud800");
        var broken = row with { Observation = row.Observation with { Observation = row.Observation.Observation with { Series = bad } } };

        await Assert.ThrowsAsync<ArgumentException>(async () => await fixture.AppendAsync(broken));
        Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(row));
    }

    [Fact]
    public async Task AppendAsync_IntervalDurability_FsyncsWhenTheIntervalHasPassed()
    {
        await using var fixture = new StoreFixture
        {
            Options = new StoreOptions { Directory = StoreFixture.Directory, Durability = Durability.Interval, FsyncIntervalMs = 1000 },
        };
        _ = fixture.Store;
        fixture.Files.FailKind = SimulatedOperation.FlushFile;
        var before = fixture.Files.OperationsOfKind;

        await fixture.AppendAsync(Make.Row(Make.Series(), Make.Midnight));
        Assert.Equal(before, fixture.Files.OperationsOfKind);
        fixture.Time.Advance(TimeSpan.FromMilliseconds(1000));
        await Eventually.TrueAsync(() => fixture.Files.OperationsOfKind == before + 1);

        var store = await fixture.CrashAsync();
        Assert.Equal(1, store.Status.RecoveredObservations);
    }

    [Fact]
    public async Task Open_SecondOwner_IsRefused()
    {
        await using var fixture = new StoreFixture();
        _ = fixture.Store;

        Assert.Throws<IOException>(() => ObservationStore.Open(fixture.Options, fixture.Files, fixture.Time, fixture.Trust));
    }

    [Fact]
    public async Task Epoch_StoreLivesOn_StaysAndBelongsToThisStoreAlone()
    {
        await using var fixture = new StoreFixture();
        var epoch = fixture.Store.Epoch;
        await fixture.AppendAsync(Make.Row(Make.Series(), Make.Midnight));
        await fixture.ReopenAsync();
        await fixture.CrashAsync();
        Assert.Equal((epoch, 0L), (fixture.Store.Epoch, epoch.BareThrough));
        await using var other = new StoreFixture();
        Assert.NotEqual(epoch.Id, other.Store.Epoch.Id);
        Assert.NotEqual(0ul, epoch.Id);
    }
}
