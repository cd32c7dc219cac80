using System.Diagnostics;
using Stratum.Storage;

namespace Stratum.Benchmarks;

/// <summary>
/// Resident memory of a node process that holds 10,000 series and 30 days of readings every 30 minutes: 14.4 million observations with random bytes
/// for signatures, which nothing verifies here. The native program when there is one (STRATUM_AOT), as on a small board.
/// </summary>
internal static class MemoryBenchmark
{
    private const int SeriesCount = 10_000;
    private const int Days = 30;
    private const int StepSeconds = 1800;
    private const double TargetMb = 96;

    public static async Task RunAsync(string directory, List<Figure> figures)
    {
        var native = Environment.GetEnvironmentVariable("STRATUM_AOT") is { Length: > 0 } named && File.Exists(named) ? named : null;
        // Makes key and configuration.
        await using (await BenchmarkNode.StartAsync(directory, binary: native))
        {
        }

        var started = Stopwatch.GetTimestamp();
        var rows = await FillAsync(Path.Combine(directory, "store"));
        var fillSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await using var node = await BenchmarkNode.StartAsync(directory, binary: native);
        // The node reads two days back after it is ready.
        await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System);
        var afterStart = node.ResidentMb;
        await QueryAsync(node);
        var remark = $"{rows:N0} observations of {SeriesCount:N0} series, {BenchmarkStore.BytesIn(directory) / 1e6:0} MB on disk, "
            + $"filled in {fillSeconds:0} s, ready in {node.StartMs:0} ms, {afterStart:0} MiB before the queries, most at any time {node.PeakResidentMb:0} MiB";
        var program = native is null ? "program with JIT" : "native program";
        figures.Add(new Figure($"resident memory, {program}, 10k series, 30 days, after queries", node.ResidentMb, "MiB", TargetMb, Remark: remark));
    }

    private static async Task<long> FillAsync(string directory)
    {
        var source = new SyntheticRows(7);
        var series = source.MakeSeries(SeriesCount);
        var end = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / StepSeconds * StepSeconds;
        var steps = Days * 86_400 / StepSeconds;
        await using var store = BenchmarkStore.Open(directory, change: static options => options with { Durability = Durability.Interval });
        await BenchmarkStore.FillAsync(
            store,
            Enumerable.Range(0, steps).SelectMany(step => series.Select(one => source.Next(one, end - ((steps - step) * (long)StepSeconds)))));
        await BenchmarkStore.MergedAsync(store, Days + 1);
        return store.Status.Observations;
    }

    // What people ask: conditions around places, series of stations over a week, the list of stations.
    private static async Task QueryAsync(BenchmarkNode node)
    {
        for (var at = 0; at < 50; at++)
        {
            using var now = await node.GetAsync($"/now?lat={40 + (at % 20)}.5&lng={at % 25}.5");
            using var series = await node.GetAsync($"/series?device_id=station-{at * 37:D5}&type=temperature&limit=1000");
        }

        using var stations = await node.GetAsync("/stations");
    }
}
