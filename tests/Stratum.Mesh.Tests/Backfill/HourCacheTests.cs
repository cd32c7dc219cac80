using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Links;
using Stratum.Mesh.Tests.Support;

namespace Stratum.Mesh.Tests.Backfill;

public sealed class HourCacheTests : IDisposable
{
    private const long Day = 86_400;
    private const long First = 20_000 * Day;

    private static readonly GeoPoint Sydney = new(-33.87, 151.21);
    private static readonly Interests Berlin = new([new GeoBox(52.7, 52.3, 13.8, 13.0)]);

    private readonly MemoryStore _store = new();
    private readonly NodeKey _key = Observations.Key(9);

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void HoursOf_RandomSetsOfAGrowingStore_AreThoseOfTheStore(int seed)
    {
        var random = new Random(seed);
        var cache = new HourCache(_store, daysMax: 4, othersMax: 2);
        CommonCells[] cells =
        [
            CommonCells.All,
            CommonCells.All with { Own = Berlin },
            CommonCells.All with { Theirs = new Interests([new GeoBox(-30, -40, 160, 150)]) },
            CommonCells.All with { Own = Berlin, VersionMax = 0 },
        ];
        for (var step = 0; step < 300; step++)
        {
            if (random.Next(3) == 0)
            {
                Add(random.Next(6), random.Next((int)Day), step, random.Next(2) == 0 ? Sydney : null);
            }

            var from = First + (random.Next(4) == 0 ? random.Next((int)Day) : random.Next(3) * Day);
            var to = random.Next(4) == 0 ? from + random.Next(4 * (int)Day) : First + ((3 + random.Next(5)) * Day);
            var set = new CommonSet(from, to, cells[random.Next(cells.Length)]);
            var fresh = new List<HourHash>();
            CommonSet.AddHours(_store, set.Cells, from, to, fresh);
            fresh.Reverse();

            Assert.True(fresh.SequenceEqual(cache.HoursOf(set)), $"seed {seed}, step {step}: {set}");
            Assert.InRange(cache.Count, 0, 12);
        }
    }

    [Fact]
    public void HoursOf_DaysThatDidNotChange_AreNotReadAgain()
    {
        Fill(10);
        var cache = new HourCache(_store);
        var set = new CommonSet(First, First + (10 * Day) - 30, CommonCells.All);
        cache.HoursOf(set);
        Assert.Equal(10, _store.SumsRead);

        cache.HoursOf(set);
        // The day that the set cuts.
        Assert.Equal(11, _store.SumsRead);
        Add(3, 100, value: -1);
        cache.HoursOf(set with { To = set.To - 60 });
        Assert.Equal(13, _store.SumsRead);
        // Another window of the same set, by another link.
        cache.HoursOf(set with { From = First + (4 * Day) + 3600 });
        Assert.Equal(15, _store.SumsRead);
    }

    [Fact]
    public void HoursOf_MoreDaysThanAreKept_KeepsTheNewest()
    {
        Fill(10);
        var cache = new HourCache(_store, daysMax: 9);
        var set = new CommonSet(First, First + (10 * Day), CommonCells.All);
        cache.HoursOf(set);
        Assert.Equal((9, 10), (cache.Count, _store.SumsRead));

        cache.HoursOf(set with { From = First + Day });
        Assert.Equal(10, _store.SumsRead);
        cache.HoursOf(set);
        Assert.Equal((9, 11), (cache.Count, _store.SumsRead));
    }

    [Fact]
    public void HoursOf_MoreAreasThanAreKept_ForgetsTheLongestUnused()
    {
        Fill(1);
        var cache = new HourCache(_store, othersMax: 2);
        var sets = Enumerable.Range(0, 3)
            .Select(static at => new CommonSet(First, First + Day, CommonCells.All with { Own = new Interests([new GeoBox(53 + at, 52, 14, 13)]) })).ToArray();
        cache.HoursOf(new CommonSet(First, First + Day, CommonCells.All));
        cache.HoursOf(sets[0]);
        cache.HoursOf(sets[1]);
        cache.HoursOf(sets[0]);
        cache.HoursOf(sets[2]);
        Assert.Equal((3, 4), (cache.Count, _store.SumsRead));

        // The same areas of another link.
        cache.HoursOf(sets[0] with { Cells = CommonCells.All with { Own = new Interests([new GeoBox(53, 52, 14, 13)]) } });
        cache.HoursOf(sets[2]);
        cache.HoursOf(new CommonSet(First, First + Day, CommonCells.All));
        Assert.Equal(4, _store.SumsRead);
        cache.HoursOf(sets[1]);
        Assert.Equal((3, 5), (cache.Count, _store.SumsRead));
    }

    private void Fill(int days)
    {
        for (var day = 0; day < days; day++)
        {
            Add(day, 3700, value: 0);
            Add(day, 7300, value: 1);
        }
    }

    private void Add(int day, int second, double value, GeoPoint? at = null) =>
        _store.Add(Observations.One(_key, First + (day * Day) + second, value, at: at));
}
