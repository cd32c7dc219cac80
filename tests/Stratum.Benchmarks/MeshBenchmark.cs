using System.Diagnostics;
using System.Net.Quic;

namespace Stratum.Benchmarks;

/// <summary>
/// Three processes, linked as a chain A - B - C over loopback, on each transport: time from A's acknowledgement to C's stream, bytes an
/// observation on a link, rate of backfill, resident memory.
/// </summary>
internal static class MeshBenchmark
{
    private const int SeriesCount = 10_000;
    private const int Singles = 100;
    private const int Missed = 20_000;

    public static async Task RunAsync()
    {
        await RunAsync("tcp");
        if ((OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() || OperatingSystem.IsWindows()) && QuicListener.IsSupported)
        {
            await RunAsync("quic");
        }
        else
        {
            Console.WriteLine("quic: not measured, libmsquic.so.2 cannot be loaded");
        }
    }

    private static async Task RunAsync(string transport)
    {
        var directory = Directory.CreateTempSubdirectory("stratum-bench-").FullName;
        try
        {
            await using var a = await BenchmarkNode.StartAsync(Path.Combine(directory, "a"), $"transport = \"{transport}\"");
            await using var b = await BenchmarkNode.StartAsync(Path.Combine(directory, "b"), Linked(transport, a));
            var c = await BenchmarkNode.StartAsync(Path.Combine(directory, "c"), Linked(transport, b));
            await a.FillSeriesAsync(SeriesCount);
            await c.HoldsAsync(SeriesCount);
            Console.WriteLine($"{transport}: resident with {SeriesCount:N0} series: a {a.ResidentMb:0.0}, b {b.ResidentMb:0.0}, c {c.ResidentMb:0.0} MiB");
            await MeasurePropagationAsync(transport, a, c);
            using (var status = await a.GetAsync("/status"))
            using (var peers = await a.GetAsync("/peers"))
            {
                var mesh = status.RootElement.GetProperty("mesh");
                var forwarded = mesh.GetProperty("forwarded").GetDouble();
                var framed = peers.RootElement.GetProperty("peers")[0].GetProperty("traffic").GetProperty("live").GetProperty("bytes_sent").GetDouble();
                Console.WriteLine(
                    $"{transport}: {mesh.GetProperty("forwarded_bytes").GetDouble() / forwarded:0.0} payload bytes an observation by gossip, "
                    + $"{framed / forwarded:0.0} with frames, handshake and pings ({forwarded:N0} observations)");
            }

            await c.DisposeAsync();
            await MeasureBackfillAsync(transport, directory, a, b);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasurePropagationAsync(string transport, BenchmarkNode a, BenchmarkNode c)
    {
        using var stream = await c.OpenStreamAsync();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var times = new List<double>();
        for (var i = 0; i < Singles; i++)
        {
            var device = $"single-{i}";
            await a.PostAsync([(device, "temperature", now, i)]);
            var acknowledged = Stopwatch.GetTimestamp();
            while (await stream.ReadLineAsync() is { } line && !line.Contains($"\"{device}\"", StringComparison.Ordinal))
            {
            }

            times.Add(Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"{transport}: acknowledged at A until on C's stream, two hops: median {times[Singles / 2]:0} ms, p99 {times[Singles - 2]:0} ms");
    }

    private static async Task MeasureBackfillAsync(string transport, string directory, BenchmarkNode a, BenchmarkNode b)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var chunk in Enumerable.Range(0, Missed).Chunk(1000))
        {
            await a.PostAsync(chunk.Select(i => ($"missed-{i % 100}", "temperature", now - 7200 + (i / 100), i * 0.001)));
        }

        // So many at once are beyond a signer's budget by gossip: b gets the rest a minute later.
        await b.HoldsAsync(SeriesCount + Singles + Missed);
        await using var c = await BenchmarkNode.StartAsync(Path.Combine(directory, "c"));
        var started = Stopwatch.GetTimestamp();
        await c.HoldsAsync(SeriesCount + Singles + Missed);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"{transport}: backfill of {Missed:N0} observations in {seconds:0.0} s from C's start, {Missed / seconds:N0} a second");
    }

    private static string Linked(string transport, BenchmarkNode to) => $"transport = \"{transport}\"\npeer_exchange = false\ninitial_peers = [\"{to.Mesh}\"]";
}
