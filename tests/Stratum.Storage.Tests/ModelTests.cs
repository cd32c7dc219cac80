using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

public sealed class ModelTests
{
    private static NewObservation RandomRow(Random random)
    {
        var series = Make.Series("d" + random.Next(5), random.Next(2) == 0 ? "temperature" : "humidity", 1 + random.Next(3));
        GeoPoint? place = random.Next(3) == 0 ? null : new GeoPoint(random.Next(3), random.Next(3));
        return Make.Row(series, Make.Midnight - random.Next(200_000), random.Next(3), place, signature: random.Next(256), receivedAtMs: random.Next(1000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task RandomOperations_WithReopenAndCrash_EqualADictionary(int seed)
    {
        var random = new Random(seed);
        await using var fixture = new StoreFixture { Options = Make.RandomOptions(random) };
        var model = new Dictionary<ContentId, SignedObservation>();
        var order = new List<ContentId>();
        for (var step = 0; step < 120; step++)
        {
            switch (random.Next(10))
            {
                case 0:
                    fixture.Options = Make.RandomOptions(random);
                    await fixture.ReopenAsync();
                    break;
                case 1:
                    fixture.Options = Make.RandomOptions(random);
                    await fixture.CrashAsync((SurvivingWrites)random.Next(3), random.Next());
                    break;
                default:
                    await AppendAsync(fixture, random, model, order);
                    break;
            }

            AssertEqual(fixture, model, order, $"seed {seed}, step {step}");
        }

        Assert.Empty(fixture.Damage);
    }

    private static async Task AppendAsync(
        StoreFixture fixture, Random random, Dictionary<ContentId, SignedObservation> model, List<ContentId> order)
    {
        var known = model.Values.ToArray();
        var batch = Enumerable.Range(0, 1 + random.Next(12))
            .Select(_ => known.Length > 0 && random.Next(4) == 0
                ? Again(known[random.Next(known.Length)], random)
                : RandomRow(random))
            .ToArray();
        var outcomes = await fixture.AppendAsync(batch);
        for (var at = 0; at < batch.Length; at++)
        {
            var signed = batch[at].Observation;
            var held = model.GetValueOrDefault(signed.ContentId);
            Assert.Equal(held is null ? AppendOutcome.Added : AppendOutcome.Duplicate, outcomes[at]);
            if (held is null)
            {
                order.Add(signed.ContentId);
            }

            model[signed.ContentId] = held is null || signed.Signature < held.Signature ? signed : held;
        }
    }

    private static NewObservation Again(SignedObservation signed, Random random) => new(
        signed with { Signature = Make.Signature(signed.Observation, random.Next(256)) }, 1, ReceivedVia.Mesh, TimeSource.Unknown, Assessment.NotEvaluated);

    private static void AssertEqual(StoreFixture fixture, Dictionary<ContentId, SignedObservation> model, List<ContentId> order, string context)
    {
        var held = fixture.All();
        Assert.True(held.Count == model.Count, $"{context}: {held.Count} rows, {model.Count} expected");
        foreach (var row in held)
        {
            Assert.True(model.TryGetValue(row.Observation.ContentId, out var expected) && expected == row.Observation, $"{context}: {row} and {expected}");
        }

        Assert.Equal(order, StoreFixture.Ids(fixture.Store.ReadArrivals(0)));
        Assert.Equal(model.Count, fixture.Store.Status.Observations);
        // From the middle of an hour to the middle of another: whole hours by sums, the ends by rows.
        const long from = Make.Midnight - 150_123, to = Make.Midnight - 2_345;
        Assert.Equal(SumsOf(model.Values, from, to), fixture.Store.Sums(from, to));
        Assert.Equal(SumsOf(model.Values, from, from + 60), fixture.Store.Sums(from, from + 60));
        // Close to the end of an hour: what lies behind is taken away again.
        Assert.Equal(SumsOf(model.Values, from, to + 2_000), fixture.Store.Sums(from, to + 2_000));
        Assert.Equal(SumsOf(model.Values, to - 1_300, to + 2_000), fixture.Store.Sums(to - 1_300, to + 2_000));
        if (order.Count > 0)
        {
            var cell = CellKey.Of(model[order[^1]].Observation);
            var items = model.Values.Where(signed => CellKey.Of(signed.Observation) == cell)
                .Select(static signed => new ReconciliationItem(signed.Timestamp, signed.ContentId)).Order();
            var hour = (From: cell.Hour * 3600, To: (cell.Hour + 1) * 3600);
            Assert.Equal(items, fixture.Store.Items(hour.From, hour.To, key => key == cell));
            var all = fixture.Store.Items(from, to, null).ToArray();
            Assert.Equal(model.Values.Where(signed => signed.Timestamp >= from && signed.Timestamp < to).Select(ItemOf).Order(), all);
            Assert.Equal(all.Select(item => model[item.ContentId]), fixture.Store.Find(all));
            Assert.Null(Assert.Single(fixture.Store.Find([new ReconciliationItem(from, default)])));
        }

        foreach (var signed in model.Values.Take(10))
        {
            Assert.True(fixture.Store.Find(signed.ContentId, signed.Timestamp)?.Observation == signed, $"{context}: not found");
        }
    }

    private static ReconciliationItem ItemOf(SignedObservation signed) => new(signed.Timestamp, signed.ContentId);

    private static List<CellSum> SumsOf(IEnumerable<SignedObservation> held, long from, long to) =>
    [
        .. held.Where(signed => signed.Timestamp >= from && signed.Timestamp < to)
            .GroupBy(static signed => CellKey.Of(signed.Observation))
            .OrderBy(static cell => cell.Key)
            .Select(static cell => new CellSum(
                cell.Key, cell.Count(), cell.Aggregate(default(Hash256), static (sum, signed) => Hash256.Add(sum, signed.ContentId.Hash)))),
    ];

    [Fact]
    public async Task AnyOrderOfArrival_WithRestarts_GivesTheSameSet()
    {
        var random = new Random(99);
        var rows = Enumerable.Range(0, 60).Select(_ => RandomRow(random)).ToArray();
        rows = [.. rows, .. rows.Take(20).Select(row => Again(row.Observation, random))];
        List<SignedObservation>? first = null;
        List<(ContentId, int)>? firstFolded = null;
        List<ContentId>? firstLatest = null;
        for (var permutation = 0; permutation < 12; permutation++)
        {
            await using var fixture = new StoreFixture { Options = Make.RandomOptions(random) };
            random.Shuffle(rows);
            foreach (var chunk in rows.Chunk(1 + random.Next(9)))
            {
                await fixture.AppendAsync(chunk);
                if (random.Next(5) == 0)
                {
                    await fixture.CrashAsync();
                }
            }

            var set = fixture.All().Select(static row => row.Observation).OrderBy(static row => row.ContentId).ToList();
            var folded = fixture.All(new ObservationQuery()).Select(static row => (row.Observation.ContentId, row.Witnesses)).Order().ToList();
            var latest = fixture.Store.Stations(null).SelectMany(static station => StoreFixture.Ids(station.Latest)).ToList();
            Assert.Equal(first ??= set, set);
            Assert.Equal((firstFolded ??= folded).Count, folded.Count);
            Assert.Equal(firstLatest ??= latest, latest);
        }
    }

    [Fact]
    public async Task Readers_WhileTheWriterAppendsAndFlushes_AlwaysSeeAPrefixOfArrivals()
    {
        await using var fixture = new StoreFixture { Options = Make.RandomOptions(new Random(5)) with { MemtableBytes = 50 * 420 } };
        var store = fixture.Store;
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var reads = 0;
            while (!done.IsCancellationRequested || reads == 0)
            {
                var last = store.LastArrival;
                var arrivals = store.ReadArrivals(0).Select(static row => row.ArrivalNumber).ToList();
                Assert.Equal(Enumerable.Range(1, arrivals.Count).Select(static number => (long)number), arrivals);
                Assert.True(arrivals.Count >= last);
                last = store.LastArrival;
                var rows = store.Query(new ObservationQuery { AllDuplicates = true }).Select(static row => row.ArrivalNumber).Order().ToList();
                Assert.Equal(Enumerable.Range(1, rows.Count).Select(static number => (long)number), rows);
                Assert.True(rows.Count >= last);
                reads++;
            }
        })).ToArray();
        for (var at = 0; at < 600; at++)
        {
            await fixture.AppendAsync(Make.Row(Make.Series("d" + (at % 7)), Make.Midnight - (at % 3 * 86_400) + at, at));
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Empty(fixture.Damage);
    }
}
