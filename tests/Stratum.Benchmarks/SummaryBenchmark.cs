using System.Diagnostics;
using Stratum.Mesh.Backfill;
using Stratum.Storage;

namespace Stratum.Benchmarks;

/// <summary>What a summary of reconciliation costs a node that keeps much: all days read and hashed, and with the hashes of closed days at hand.</summary>
internal static class SummaryBenchmark
{
    private const int Repeats = 7;

    public static async Task RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("stratum-summary-").FullName;
        try
        {
            await RunAsync(Path.Combine(directory, "month"), days: 30, seriesCount: 10_000);
            await RunAsync(Path.Combine(directory, "year"), days: 365, seriesCount: 400);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task RunAsync(string directory, int days, int seriesCount)
    {
        var source = new SyntheticRows(7);
        var series = source.MakeSeries(seriesCount);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var hour = now / 3600;
        await using var store = BenchmarkStore.Open(directory, change: static options => options with { Durability = Durability.Interval });
        await BenchmarkStore.FillAsync(
            store,
            Enumerable.Range(0, days * 24).SelectMany(step => series.Select(one => source.Next(one, (hour - (days * 24) + step) * 3600))));
        await BenchmarkStore.MergedAsync(store, days + 1);
        Measure(store, days, $"{days} days, {seriesCount:N0} series, {store.Status.Observations:N0} observations, {store.Status.Tables} tables");
        // The hour that goes on, once a minute: what lies in front of the set's end is read row by row.
        await BenchmarkStore.FillAsync(
            store,
            Enumerable.Range(0, (int)(now % 3600 / 60)).SelectMany(step => series.Select(one => source.Next(one, (hour * 3600) + (step * 60)))));
        Measure(store, days, $"the same, {now % 3600 / 60} minutes into an hour with a reading a minute");
    }

    private static void Measure(ObservationStore store, int days, string what)
    {
        var view = new Mesh.Hosting.StoreView(store, store);
        var to = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 30;
        var set = new CommonSet(CommonSet.FirstWholeHour(to - (days * 86_400L)), to, CommonCells.All);
        var cache = new HourCache(view);
        var plain = Median(() =>
        {
            var hours = new List<HourHash>();
            CommonSet.AddHours(view, set.Cells, set.From, set.To, hours);
            hours.Reverse();
            return hours;
        });
        var first = Stopwatch.GetTimestamp();
        var computed = cache.HoursOf(set);
        var firstMs = Stopwatch.GetElapsedTime(first).TotalMilliseconds;
        var cached = Median(() => cache.HoursOf(set));
        if (!plain.Hours.SequenceEqual(computed) || !plain.Hours.SequenceEqual(cached.Hours))
        {
            throw new InvalidOperationException("the kept hashes are not those of the store");
        }

        var started = Stopwatch.GetTimestamp();
        var items = set.ItemsOf(view, (to / 3600) - 30).Count;
        var itemsMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        Console.WriteLine($"{what}: all read {plain.Ms:0.0} ms, first with cache {firstMs:0.0} ms, then {cached.Ms:0.00} ms, ratio {plain.Ms / cached.Ms:0.0}");
        Console.WriteLine($"  the {items:N0} ids of an hour: {itemsMs:0.0} ms");
    }

    private static (List<HourHash> Hours, double Ms) Median(Func<List<HourHash>> work)
    {
        var times = new double[Repeats];
        List<HourHash> hours = [];
        for (var at = 0; at < Repeats; at++)
        {
            var started = Stopwatch.GetTimestamp();
            hours = work();
            times[at] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return (hours, times[Repeats / 2]);
    }
}
