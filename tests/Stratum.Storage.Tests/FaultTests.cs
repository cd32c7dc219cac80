using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

public sealed class FaultTests
{
    private static readonly StoreOptions Small = new()
    {
        Directory = StoreFixture.Directory,
        MemtableBytes = 8 * 420,
        WalSegmentBytes = 1024,
        WalBytes = 4096,
        BlockRows = 4,
        MergeQuietSeconds = 0,
        DayTablesMax = 3,
    };

    // Three days, two devices, duplicates and lower signatures; small bounds, so that segments roll and tables are written all along.
    private static List<NewObservation[]> Script()
    {
        var batches = new List<NewObservation[]>();
        for (var step = 0; step < 14; step++)
        {
            var day = step % 3 * 86_400L;
            var at = Make.Midnight - day + step;
            batches.Add(
            [
                Make.Row(Make.Series("a"), at, step, new GeoPoint(57, -2), signature: 5),
                Make.Row(Make.Series("b", "humidity"), at, step * 0.5, signature: 5),
                Make.Row(Make.Series("a"), Make.Midnight - (Math.Max(0, step - 3) % 3 * 86_400L)
                    + Math.Max(0, step - 3), Math.Max(0, step - 3), new GeoPoint(57, -2), signature: 3),
            ]);
        }

        return batches;
    }

    private sealed record Run(List<NewObservation> Acknowledged, List<NewObservation> Sent);

    private static async Task<Run> PlayAsync(StoreFixture fixture)
    {
        var run = new Run([], []);
        try
        {
            fixture.Open();
            foreach (var batch in Script())
            {
                run.Sent.AddRange(batch);
                await fixture.AppendAsync(batch);
                run.Acknowledged.AddRange(batch);
            }

            await fixture.CloseAsync();
        }
        catch (Exception exception) when (exception is StoreStoppedException or SimulatedCrashException or IOException)
        {
            // The fault struck; what was acknowledged until then is what counts.
            Assert.True(run.Sent.Count <= Script().Count * 3);
        }

        return run;
    }

    private static void AssertHolds(StoreFixture fixture, Run run, string context)
    {
        var held = fixture.All();
        var ids = held.Select(static row => row.Observation.ContentId).ToHashSet();
        Assert.True(ids.Count == held.Count, $"{context}: a content appears twice");
        foreach (var row in run.Acknowledged)
        {
            Assert.True(ids.Contains(row.Observation.ContentId), $"{context}: an acknowledged row is lost");
        }

        var sent = run.Sent.ToLookup(static row => row.Observation.ContentId);
        foreach (var row in held)
        {
            Assert.True(sent.Contains(row.Observation.ContentId), $"{context}: a row that nobody sent");
            Assert.Equal(row.Observation.Observation, sent[row.Observation.ContentId].First().Observation.Observation);
            var acknowledgedLowest = run.Acknowledged.Where(sentRow => sentRow.Observation.ContentId == row.Observation.ContentId)
                .Select(static sentRow => sentRow.Observation.Signature).DefaultIfEmpty(row.Observation.Signature).Min();
            Assert.True(row.Observation.Signature <= acknowledgedLowest, $"{context}: a higher signature came back");
        }

        // Of the rows that were not acknowledged a prefix: in order of first appearance no lost row comes before a held one.
        var order = run.Sent.Select(static row => row.Observation.ContentId).Distinct().ToList();
        var lost = order.FindIndex(id => !ids.Contains(id));
        Assert.True(lost < 0 || order.FindIndex(lost, ids.Contains) < 0, $"{context}: what was not acknowledged is no prefix");
        Assert.Equal(ids, StoreFixture.Ids(fixture.Store.ReadArrivals(0)).ToHashSet());
        Assert.Equal(held.Count, fixture.Store.Status.Observations);
    }

    private static async Task<long> CountOperationsAsync()
    {
        await using var fixture = new StoreFixture { Options = Small };
        await PlayAsync(fixture);
        return fixture.Files.Operations;
    }

    [Theory]
    [InlineData(SurvivingWrites.None)]
    [InlineData(SurvivingWrites.All)]
    [InlineData(SurvivingWrites.TornPrefix)]
    public async Task Crash_AtEveryOperation_KeepsWhatWasAcknowledged(SurvivingWrites surviving)
    {
        var operations = await CountOperationsAsync();
        Assert.True(operations > 100, $"only {operations} operations: the script does not exercise the store");
        for (var at = 1L; at <= operations; at++)
        {
            await using var fixture = new StoreFixture { Options = Small };
            fixture.Files.CrashAt = at;
            fixture.Files.TornBytes = (int)(at * 7 % 97);
            var run = await PlayAsync(fixture);
            await fixture.CrashAsync(surviving, (int)at);
            AssertHolds(fixture, run, $"{surviving}, crash at operation {at}");
            var damage = string.Join("; ", fixture.Damage.Select(static found => found.Message));
            Assert.True(fixture.Store.Status.Corruptions == 0, $"{surviving}, crash at operation {at}: {damage}");

            // And it goes on as if nothing had been.
            var again = Script().SelectMany(static batch => batch).ToArray();
            await fixture.AppendAsync(again);
            AssertHolds(fixture, new Run([.. again], [.. again]), $"{surviving}, crash at operation {at}, then all again");
        }
    }

    [Fact]
    public async Task Crash_DuringRecovery_KeepsWhatWasAcknowledged()
    {
        for (var at = 1L; at < 200; at++)
        {
            await using var fixture = new StoreFixture { Options = Small };
            fixture.Files.CrashAt = 90;
            var run = await PlayAsync(fixture);
            fixture.Files = fixture.Files.AfterCrash(SurvivingWrites.TornPrefix, 3);
            await fixture.CloseAsync();
            fixture.Files.CrashAt = at;
            var finished = false;
            try
            {
                fixture.Open();
                await fixture.CloseAsync();
                finished = fixture.Files.Operations < at;
            }
            catch (SimulatedCrashException)
            {
                Assert.Equal(at, fixture.Files.Operations);
            }

            await fixture.CrashAsync(SurvivingWrites.None, (int)at);
            AssertHolds(fixture, run, $"crash at operation {at} of the recovery");
            if (finished)
            {
                return;
            }
        }

        Assert.Fail("the recovery never finished");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task Failure_AtEveryOperation_StopsWritesForGoodAndLosesNothing(int tornBytes)
    {
        var operations = await CountOperationsAsync();
        for (var at = 1L; at <= operations; at++)
        {
            await using var fixture = new StoreFixture { Options = Small };
            fixture.Files.FailAt = at;
            fixture.Files.TornBytes = tornBytes;
            var run = await PlayAsync(fixture);
            if (run.Sent.Count > run.Acknowledged.Count)
            {
                await Assert.ThrowsAsync<StoreStoppedException>(async () => await fixture.AppendAsync(Make.Row(Make.Series("z"), Make.Midnight)));
                Assert.Equal("stopped", fixture.Store.Status.State);
                Assert.Contains("simulated", fixture.Store.Status.StoppedReason, StringComparison.Ordinal);
                Assert.Superset(
                    run.Acknowledged.Select(static row => row.Observation.ContentId).ToHashSet(), StoreFixture.Ids(fixture.All()).ToHashSet());
            }

            await fixture.CloseAsync();
            fixture.Open();
            AssertHolds(fixture, run, $"failure at operation {at}");
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(8)]
    [InlineData(-40)]
    public async Task MisdirectedWrite_AnyWrite_IsNeverWrongDataAndHeals(int bytes)
    {
        await using var sample = new StoreFixture { Options = Small };
        await PlayAsync(sample);
        var writes = sample.Files.Writes;
        Assert.True(writes > 40, $"only {writes} writes");
        for (var at = 1L; at <= writes; at++)
        {
            await using var fixture = new StoreFixture { Options = Small };
            fixture.Files.MisdirectAt = at;
            fixture.Files.MisdirectBytes = bytes;
            var run = await PlayAsync(fixture);
            await fixture.CloseAsync();
            fixture.Open();
            var context = $"write {at} of {writes}, {bytes} bytes astray";
            var sent = Script().SelectMany(static batch => batch).ToLookup(static row => row.Observation.ContentId);
            foreach (var row in fixture.All())
            {
                Assert.True(sent.Contains(row.Observation.ContentId), $"{context}: a row that nobody sent");
                Assert.Equal(row.Observation.Observation, sent[row.Observation.ContentId].First().Observation.Observation);
            }

            var ids = StoreFixture.Ids(fixture.All()).ToHashSet();
            var lost = run.Acknowledged.Count(row => !ids.Contains(row.Observation.ContentId));
            Assert.True(lost == 0 || fixture.Store.Status.Corruptions > 0, $"{context}: {lost} rows lost in silence");
            await fixture.AppendAsync([.. Script().SelectMany(static batch => batch)]);
            Assert.True(StoreFixture.Ids(fixture.All()).Count == sent.Count, $"{context}: it does not heal");
        }
    }

    [Fact]
    public async Task BitFlip_AnywhereInAnyFile_IsNeverWrongData()
    {
        await using var sample = new StoreFixture { Options = Small };
        await PlayAsync(sample);
        var names = new List<string>();
        foreach (var directory in (string[])["", "/wal", "/tables"])
        {
            names.AddRange(sample.Files.ListFiles(StoreFixture.Directory + directory).Select(name => $"{directory}/{name}"));
        }

        var random = new Random(20261120);
        Assert.Contains(names, static name => name.EndsWith(".table", StringComparison.Ordinal));
        Assert.Contains(names, static name => name.EndsWith(".wal", StringComparison.Ordinal));
        for (var round = 0; round < 400; round++)
        {
            await using var fixture = new StoreFixture { Options = Small };
            var run = await PlayAsync(fixture);
            // Salts differ from run to run, so names are found again in each.
            var name = names[round % names.Count];
            var path = StoreFixture.Directory + name;
            if (!fixture.Files.Exists(path))
            {
                continue;
            }

            var offset = random.Next(fixture.Files.ReadAll(path).Length);
            var bit = random.Next(8);
            fixture.Files.FlipBit(path, offset, bit);
            fixture.Open();
            var context = $"round {round}: bit {bit} of byte {offset} of {name}";
            var sent = run.Sent.ToLookup(static row => row.Observation.ContentId);
            var held = fixture.All();
            foreach (var row in held)
            {
                Assert.True(sent.Contains(row.Observation.ContentId), $"{context}: a row that nobody sent");
                Assert.Equal(row.Observation.Observation, sent[row.Observation.ContentId].First().Observation.Observation);
            }

            var lost = run.Acknowledged.Select(static row => row.Observation.ContentId).Distinct().Count() - held.Count;
            Assert.True(lost == 0 || fixture.Store.Status.Corruptions > 0, $"{context}: {lost} rows lost in silence");

            // Neighbours send everything again, and then it is whole.
            await fixture.AppendAsync([.. run.Sent]);
            var whole = fixture.All();
            Assert.Equal(sent.Count, StoreFixture.Ids(whole).Distinct().Count());
            var sums = fixture.Store.Sums(0, Make.Midnight + 86_400).ToList();
            Assert.True(sums.Sum(static cell => cell.Count) == sent.Count, $"{context}: the sums count other rows than are held");
            Assert.Equal(
                whole.Aggregate(default(Hash256), static (sum, row) => Hash256.Add(sum, row.Observation.ContentId.Hash)),
                sums.Aggregate(default(Hash256), static (sum, cell) => Hash256.Add(sum, cell.Sum)));
        }
    }
}
