using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

public sealed class SnapshotTests
{
    private const string Target = StoreFixture.Directory + "/snapshots/one";

    private static readonly StoreOptions Options = new()
    {
        Directory = StoreFixture.Directory,
        MemtableBytes = 20 * 420,
        WalSegmentBytes = 2048,
        MaxAgeDays = 0,
    };

    private static NewObservation Row(int at) => Make.Row(Make.Series("d" + (at % 3)), Make.Midnight - 200_000 + (at * 977), at);

    private static StoreFixture Opened(SimulatedFileSystem files, string directory) => new()
    {
        Files = files,
        Options = Options with { Directory = directory },
    };

    [Fact]
    public async Task Snapshot_OfARunningStore_HoldsThatMomentAndNothingLater()
    {
        await using var fixture = new StoreFixture { Options = Options };
        await fixture.AppendAsync([.. Enumerable.Range(0, 100).Select(Row)]);
        await fixture.AppendAsync([.. Enumerable.Range(100, 7).Select(Row)]);
        await fixture.Store.SnapshotAsync(Target, CancellationToken.None);
        await fixture.AppendAsync([.. Enumerable.Range(107, 60).Select(Row)]);

        await using var copy = Opened(fixture.Files, Target);
        Assert.Equal(Enumerable.Range(0, 107).Select(static at => Row(at).Observation.ContentId).Order(), StoreFixture.Ids(copy.All()).Order());
        Assert.Equal((107L, 0L), (copy.Store.Status.Observations, copy.Store.Status.Corruptions));
        Assert.Equal(fixture.Store.Epoch, copy.Store.Epoch);
        Assert.Equal(167, fixture.All().Count);
        await fixture.ReopenAsync();
        Assert.Equal((167, 0L), (fixture.All().Count, fixture.Store.Status.Corruptions));
    }

    [Fact]
    public async Task BeginLife_RestoredStore_IsAnotherOneForCursors()
    {
        await using var fixture = new StoreFixture { Options = Options };
        await fixture.AppendAsync([.. Enumerable.Range(0, 50).Select(Row)]);
        await fixture.Store.SnapshotAsync(Target, CancellationToken.None);
        var cursor = fixture.Store.Status.Cursor;
        StoreRestore.BeginLife(Target, fixture.Files);

        await using var copy = Opened(fixture.Files, Target);
        Assert.Equal(50, copy.All().Count);
        Assert.NotEqual(fixture.Store.Epoch.Id, copy.Store.Epoch.Id);
        foreach (var text in (string[])[cursor, "50", "3"])
        {
            Assert.True(copy.Store.Epoch.TryParse(text, out _, out var isOurs) && !isOurs, text);
        }
    }

    [Fact]
    public async Task Snapshot_ThatCannotBeWritten_IsTheCallersTroubleAlone()
    {
        await using var fixture = new StoreFixture { Options = Options };
        await fixture.AppendAsync([.. Enumerable.Range(0, 50).Select(Row)]);
        for (var at = 1; at < 12; at++)
        {
            fixture.Files.FailAt = fixture.Files.Operations + at;
            await Assert.ThrowsAsync<IOException>(() => fixture.Store.SnapshotAsync(Target + at, CancellationToken.None));
        }

        Assert.Equal([AppendOutcome.Added], await fixture.AppendAsync(Row(50)));
        Assert.Equal("ok", fixture.Store.Status.State);
    }
}
