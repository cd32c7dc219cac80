using Stratum.Core;

namespace Stratum.Storage.Tests;

/// <summary>What is kept under a day's stamp may never be older than the day: the mesh trusts stamps instead of reading.</summary>
public sealed class DayStampTests
{
    private const int Days = 6;

    private readonly Dictionary<(long Day, UInt128 Stamp), List<CellSum>> _kept = [];
    private int _found;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Stamp_ThatIsStillTheSame_StandsForTheSameSums(int seed)
    {
        var random = new Random(seed);
        await using var fixture = new StoreFixture { Options = RandomOptions(random) };
        fixture.Open();
        var mended = 0L;
        for (var step = 0; step < 200; step++)
        {
            switch (random.Next(12))
            {
                case 0:
                    // Days end, quiet ones are merged, the floor moves.
                    fixture.Time.Advance(TimeSpan.FromHours(random.Next(12)));
                    break;
                case 1:
                    FlipSomeBit(fixture, random);
                    break;
                case 2:
                    mended += fixture.Store.Merges;
                    // What is kept is kept in the memory of one process.
                    _kept.Clear();
                    fixture.Options = RandomOptions(random);
                    await fixture.ReopenAsync();
                    break;
                case 3:
                    // Damage is found by whoever reads.
                    _ = fixture.All();
                    break;
            }

            NewObservation[] rows = [.. Enumerable.Range(0, 1 + random.Next(8)).Select(_ => RandomRow(fixture, random))];
            await fixture.AppendAsync(rows);
            // An answer comes before the writer looks for what to write out; the next one after it.
            await fixture.AppendAsync(rows[^1]);
            Check(fixture.Store, $"seed {seed}, step {step}");
        }

        mended += fixture.Store.Merges;
        Assert.True(_found > 100 && fixture.Damage.Count > 0 && mended > 0, $"seed {seed}: {_found} stamps found again, {fixture.Damage.Count}, {mended}");
        Assert.True(fixture.Store.RetentionFloor > 0, $"seed {seed}: the floor never moved");
    }

    [Fact]
    public async Task Stamp_OfADayThatNothingHappensTo_StaysWhileAnotherOneChanges()
    {
        await using var fixture = new StoreFixture();
        await fixture.AppendAsync(Make.Row(Make.Series(), Make.Midnight - 100), Make.Row(Make.Series(), Make.Midnight + 100));
        var before = fixture.Store.Days(0, long.MaxValue);

        await fixture.AppendAsync(Make.Row(Make.Series(), Make.Midnight + 200), Make.Row(Make.Series(), Make.Midnight - 100));

        var after = fixture.Store.Days(0, long.MaxValue);
        Assert.Equal([(Make.Midnight / 86_400) - 1, Make.Midnight / 86_400], after.Select(static day => day.Day));
        Assert.Equal(before[0], after[0]);
        Assert.NotEqual(before[1], after[1]);
        Assert.Equal([after[1]], fixture.Store.Days(Make.Midnight, Make.Midnight + 1));
        Assert.Empty(fixture.Store.Days(Make.Midnight + 86_400, long.MaxValue));
        Assert.Empty(fixture.Store.Days(Make.Midnight, Make.Midnight));
    }

    [Fact]
    public async Task Stamp_TakenWhileTheWriterWorks_IsNeverOlderThanTheSumsReadAfterIt()
    {
        await using var fixture = new StoreFixture { Options = RandomOptions(new Random(7)) with { MaxAgeDays = 0 } };
        var store = fixture.Store;
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            do
            {
                Keep(store);
            }
            while (!done.IsCancellationRequested);
        });
        for (var at = 0; at < 600; at++)
        {
            await fixture.AppendAsync(Make.Row(Make.Series("d" + (at % 7)), Make.Midnight - (at % 3 * 86_400) + at, at));
        }

        await done.CancelAsync();
        await reader;
        Check(store, "after the writer stopped");
    }

    [Fact]
    public async Task Sums_UpToASecondOfTheHourThatGoesOn_DoNotMoveWhileTheWriterAddsBehindIt()
    {
        const long end = Make.Midnight + 3_000;
        await using var fixture = new StoreFixture { Options = RandomOptions(new Random(8)) with { MaxAgeDays = 0 } };
        var store = fixture.Store;
        await fixture.AppendAsync([.. Enumerable.Range(0, 300).Select(static at => Row(at, end - 2_900 + at))]);
        var before = store.Sums(Make.Midnight, end).ToList();
        Assert.Equal(300, before.Sum(static cell => cell.Count));
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            do
            {
                Assert.Equal(before, store.Sums(Make.Midnight, end));
            }
            while (!done.IsCancellationRequested);
        });
        for (var at = 0; at < 500; at++)
        {
            // Behind the end, and a lower signature of what is held on either side of it.
            await fixture.AppendAsync(Row(at, end + at), Row(at * 7 % 300, end - 2_900 + (at * 7 % 300), signature: 3),
                Row(at / 2, end + (at / 2), signature: 3));
        }

        await done.CancelAsync();
        await reader;
        Assert.Equal(before, store.Sums(Make.Midnight, end));
        Assert.Equal(800, store.Sums(Make.Midnight, end + 600).Sum(static cell => cell.Count));
    }

    private static NewObservation Row(int number, long timestamp, int signature = 9) =>
        Make.Row(Make.Series("d" + (number % 7)), timestamp, number, new GeoPoint(number % 3, 1), signature: signature);

    private static StoreOptions RandomOptions(Random random) => Make.RandomOptions(random) with { MaxAgeDays = Days };

    private static NewObservation RandomRow(StoreFixture fixture, Random random)
    {
        GeoPoint? place = random.Next(3) == 0 ? null : new GeoPoint(random.Next(3), random.Next(3));
        // Few enough that contents come again, some with a lower signature.
        var at = fixture.Time.GetUtcNow().ToUnixTimeSeconds() - (random.Next(Days * 24 * 4) * 900);
        return Make.Row(Make.Series("d" + random.Next(3)), at / 900 * 900, random.Next(2), place, signature: random.Next(256));
    }

    private static void FlipSomeBit(StoreFixture fixture, Random random)
    {
        const string tables = StoreFixture.Directory + "/tables";
        var names = fixture.Files.ListFiles(tables).Order(StringComparer.Ordinal).ToArray();
        if (names.Length > 0)
        {
            // Blocks and sums; not the last bytes: a table without a footer is lost at the next start, which MergeTests look at.
            var path = $"{tables}/{names[random.Next(names.Length)]}";
            fixture.Files.FlipBit(path, random.Next(fixture.Files.ReadAll(path).Length * 2 / 3), random.Next(8));
        }
    }

    // What is kept must be what is read now, unless the reading itself found damage.
    private void Check(ObservationStore store, string context)
    {
        var sums = store.Sums(0, long.MaxValue).ToLookup(static cell => cell.Key.Hour / 24);
        var days = store.Days(0, long.MaxValue);
        foreach (var (day, stamp) in days)
        {
            if (stamp is { } value && _kept.TryGetValue((day, value), out var kept))
            {
                Assert.True(kept.SequenceEqual(sums[day]), $"{context}: day {day}");
                _found++;
            }
        }

        Assert.Subset(days.Select(static day => day.Day).ToHashSet(), sums.Select(static day => day.Key).ToHashSet());
        Keep(store);
    }

    private void Keep(ObservationStore store)
    {
        foreach (var (day, stamp) in store.Days(0, long.MaxValue))
        {
            if (stamp is { } value)
            {
                _kept.TryAdd((day, value), [.. store.Sums(day * 86_400, (day + 1) * 86_400)]);
            }
        }
    }
}
