using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

public sealed class MergeTests
{
    private const long Yesterday = Make.Midnight - 86_400;

    private static readonly StoreOptions Options = new()
    {
        Directory = StoreFixture.Directory,
        MemtableBytes = 10 * 420,
        BlockRows = 4,
    };

    private static NewObservation Row(int at, int signature = 9) =>
        Make.Row(Make.Series("d" + (at % 3)), Yesterday + (at * 60), at * 0.1, new GeoPoint(57, -2), signature: signature);

    // Several tables of yesterday, one of them with a lower signature of a row in an older one.
    private static async Task<StoreFixture> FilledAsync(StoreOptions options)
    {
        var fixture = new StoreFixture { Options = options };
        for (var at = 0; at < 45; at++)
        {
            await fixture.AppendAsync(Row(at));
        }

        await fixture.AppendAsync(Row(3, signature: 2));
        for (var at = 45; at < 60; at++)
        {
            await fixture.AppendAsync(Row(at));
        }

        await fixture.ReopenAsync();
        return fixture;
    }

    // The writer looks for merges after each step; a second later than the quiet time there is one.
    private static async Task<NewObservation> MergeAsync(StoreFixture fixture)
    {
        fixture.Time.Advance(TimeSpan.FromSeconds(fixture.Options.MergeQuietSeconds + 1));
        var row = Make.Row(Make.Series("now"), Make.Midnight + 10_000);
        await fixture.AppendAsync(row);
        await Eventually.TrueAsync(() => fixture.Store.Merges > 0);
        return row;
    }

    private static List<(ContentId, Signature, long)> Shown(IEnumerable<StoredObservation> rows) =>
        [.. rows.Select(static row => (row.Observation.ContentId, row.Observation.Signature, row.ArrivalNumber))];

    [Fact]
    public async Task Merge_DayOverAndQuiet_IsOneTableWithTheSameAnswers()
    {
        await using var fixture = await FilledAsync(Options);
        var before = fixture.All();
        var arrivals = fixture.Store.ReadArrivals(0).Select(static row => row.ArrivalNumber).ToList();
        var sums = fixture.Store.Sums(Yesterday, Make.Midnight).ToList();
        var cursor = fixture.Store.CursorAfter(before[20]);
        Assert.True(fixture.Store.Status.Tables > 3, $"{fixture.Store.Status.Tables} tables: nothing to merge");
        var newer = await MergeAsync(fixture);
        Assert.Equal(1, fixture.Store.Status.Tables);
        Assert.Equal(Shown(before), Shown(fixture.All().Where(row => row.Observation.ContentId != newer.Observation.ContentId)));
        Assert.Equal(arrivals, fixture.Store.ReadArrivals(0).Select(static row => row.ArrivalNumber).Take(arrivals.Count));
        Assert.Equal(sums, fixture.Store.Sums(Yesterday, Make.Midnight));
        Assert.Equal(61, fixture.Store.Status.Observations);
        var next = fixture.All(new ObservationQuery { AllDuplicates = true, Cursor = cursor });
        Assert.Equal(before[21].Observation.ContentId, next[0].Observation.ContentId);
        await fixture.ReopenAsync();
        Assert.Equal(61, fixture.All().Count);
        Assert.Equal(61, fixture.Store.Status.Observations);
        Assert.Equal(sums, fixture.Store.Sums(Yesterday, Make.Midnight));
        Assert.Equal(Shown(next), Shown(fixture.All(new ObservationQuery { AllDuplicates = true, Cursor = cursor })));
        Assert.Single(fixture.Files.ListFiles(StoreFixture.Directory + "/tables"), static name => name.StartsWith("00020776", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Merge_DayNotQuiet_WaitsUntilItIs()
    {
        await using var fixture = await FilledAsync(Options);
        var tables = fixture.Store.Status.Tables;
        await fixture.AppendAsync(Make.Row(Make.Series("now"), Make.Midnight + 10_000));
        Assert.Equal(0, fixture.Store.Merges);
        Assert.Equal(tables, fixture.Store.Status.Tables);
    }

    [Fact]
    public async Task Merge_ManyTablesOfToday_DoesNotWait()
    {
        await using var fixture = new StoreFixture { Options = Options with { DayTablesMax = 3 } };
        for (var at = 0; at < 200; at++)
        {
            await fixture.AppendAsync(Make.Row(Make.Series(), Make.Midnight + at, at));
        }

        Assert.True(fixture.Store.Merges > 0);
        Assert.True(fixture.Store.Status.Tables < 3);
        Assert.Equal(200, fixture.All().Count);
    }

    [Fact]
    public async Task Merge_WhileSomebodyReads_DoesNotDisturbTheReader()
    {
        await using var fixture = await FilledAsync(Options);
        var expected = fixture.All();
        using var reader = fixture.Store.Query(new ObservationQuery { AllDuplicates = true }).GetEnumerator();
        var seen = new List<StoredObservation>();
        for (var at = 0; at < 5 && reader.MoveNext(); at++)
        {
            seen.Add(reader.Current);
        }

        await MergeAsync(fixture);
        while (reader.MoveNext())
        {
            seen.Add(reader.Current);
        }

        Assert.Equal(Shown(expected), Shown(seen));
    }

    [Fact]
    public async Task Merge_ScoreSetAfterFlush_StandsInTheNewTable()
    {
        await using var fixture = await FilledAsync(Options);
        var row = fixture.All()[7];
        var score = new Assessment(0.25, QualityFlag.Suspect, ["too warm"]);
        fixture.Store.SetAssessment(row.Observation.Observation, row.Observation.ContentId, score);
        await MergeAsync(fixture);
        // What waits in memory is gone after a start; this is from the table.
        await fixture.ReopenAsync();
        var held = fixture.Store.Find(row.Observation.ContentId, row.Timestamp);
        Assert.Equal(0.25, held!.Assessment.Confidence, 3);
        Assert.Equal(QualityFlag.Suspect, held.Assessment.Flag);
    }

    [Fact]
    public async Task Merge_ThatFails_StopsWritesAndSaysWhy()
    {
        await using var fixture = await FilledAsync(Options);
        fixture.Files.FailKind = SimulatedOperation.Create;
        fixture.Files.FailAt = fixture.Files.OperationsOfKind + 1;
        // The writer's own timer is enough to start it.
        fixture.Time.Advance(TimeSpan.FromSeconds(661));
        await Eventually.TrueAsync(() => fixture.Store.Status.State == "stopped");
        await Assert.ThrowsAsync<StoreStoppedException>(async () => await fixture.AppendAsync(Make.Row(Make.Series("z"), Make.Midnight)));
        Assert.Equal(60, fixture.All().Count);
    }

    [Fact]
    public async Task Merge_DamagedBlock_KeepsTheFileAsideAndHealsTheSums()
    {
        await using var fixture = await FilledAsync(Options);
        await MergeAsync(fixture);
        await fixture.CloseAsync();
        var path = fixture.Files.ListFiles(StoreFixture.Directory + "/tables").Order(StringComparer.Ordinal).First();
        using (var table = TableReader.Open(fixture.Files, $"{StoreFixture.Directory}/tables/{path}"))
        {
            fixture.Files.FlipBit(table.Path, table.Blocks[0].Offset + 90, 3);
        }

        fixture.Open();
        Assert.Equal(57, fixture.All().Count);
        await fixture.AppendAsync([.. Enumerable.Range(0, 60).Select(at => Row(at))]);
        Assert.Equal(61, fixture.All().Count);
        await fixture.ReopenAsync();
        Assert.Equal(61, fixture.Store.Status.Observations);
        Assert.Equal(60, fixture.Store.Sums(Yesterday, Make.Midnight).Sum(static cell => cell.Count));
        Assert.Contains(path, fixture.Files.ListFiles(StoreFixture.Directory + "/quarantine"));
    }
}
