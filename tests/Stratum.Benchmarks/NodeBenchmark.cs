using System.Diagnostics;

namespace Stratum.Benchmarks;

/// <summary>A real process behind its HTTP listener: start-up time, resident memory, and observations per second until durable.</summary>
internal static class NodeBenchmark
{
    private const int SeriesCount = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    public static async Task RunAsync()
    {
        Console.WriteLine($"program: {BenchmarkNode.Binary}");
        var directory = Directory.CreateTempSubdirectory("stratum-bench-").FullName;
        try
        {
            await using var node = await BenchmarkNode.StartAsync(Path.Combine(directory, "node"));
            Console.WriteLine($"start until ready: {node.StartMs:0} ms");
            Console.WriteLine($"resident after start: {node.ResidentMb:0.0} MiB");
            await node.FillSeriesAsync(SeriesCount);
            Console.WriteLine($"resident after {SeriesCount:N0} series: {node.ResidentMb:0.0} MiB");
            foreach (var clients in (int[])[1, 8])
            {
                foreach (var batch in (int[])[1, 100, 1000])
                {
                    var rate = await RateAsync(node, clients, batch);
                    Console.WriteLine($"{clients} client(s), batches of {batch,4}: {rate,9:N0} observations/s until durable");
                }
            }

            Console.WriteLine($"resident at the end: {node.ResidentMb:0.0} MiB");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<double> RateAsync(BenchmarkNode node, int clients, int batch)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var posted = 0L;
        var next = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(worker => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < Window)
            {
                var round = Interlocked.Increment(ref next);
                // A new value each time, so that nothing is a duplicate.
                await node.PostAsync(Enumerable.Range(0, batch).Select(i =>
                    ($"load-{clients}-{batch}-{worker}-{i}", "temperature", now - 7200 + (round % 7200), 10 + (round * 0.001))));
                Interlocked.Add(ref posted, batch);
            }
        })));
        return posted / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
