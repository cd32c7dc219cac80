using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Stratum.Benchmarks;

/// <summary>
/// A real process behind its HTTP listener: start-up time, resident memory, and observations per second until durable. The
/// program is the one built beside this one, or the one that STRATUM_BINARY names.
/// </summary>
internal static partial class NodeBenchmark
{
    private const int SeriesCount = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    public static async Task RunAsync()
    {
        var binary = Environment.GetEnvironmentVariable("STRATUM_BINARY") is { Length: > 0 } named
            ? named
            : Path.GetFullPath(Path.Combine(
                AppContext.BaseDirectory, "..", "..", "Stratum.Node", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "stratum"));
        Console.WriteLine($"program: {binary}");
        var directory = Directory.CreateTempSubdirectory("stratum-bench-").FullName;
        try
        {
            var configuration = Path.Combine(directory, "stratum.toml");
            await File.WriteAllTextAsync(
                configuration,
                """
                [node]
                keypair_path = "node.key"
                storage_path = "store"
                [network]
                api_listen = "127.0.0.1:0"
                ingest_listen = "127.0.0.1:0"
                """);
            using (var init = Process.Start(new ProcessStartInfo(binary, ["init", "--config", configuration]) { RedirectStandardOutput = true })!)
            {
                await init.WaitForExitAsync();
            }

            await MeasureAsync(binary, configuration);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasureAsync(string binary, string configuration)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(binary, ["start", "--config", configuration]) { RedirectStandardError = true })!;
        Uri? ingest = null;
        while (await process.StandardError.ReadLineAsync() is { } line && !line.Contains("Ready", StringComparison.Ordinal))
        {
            ingest = IngestLine.Match(line) is { Success: true } match ? new Uri(match.Groups[1].Value) : ingest;
        }

        Console.WriteLine($"start until ready: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        var rest = process.StandardError.ReadToEndAsync();
        Console.WriteLine($"resident after start: {ResidentMb(process):0.0} MiB");
        using var client = new HttpClient();
        var target = new Uri(ingest!, "/ingest");
        await FillSeriesAsync(client, target);
        Console.WriteLine($"resident after {SeriesCount:N0} series: {ResidentMb(process):0.0} MiB");
        foreach (var clients in (int[])[1, 8])
        {
            foreach (var batch in (int[])[1, 100, 1000])
            {
                var rate = await RateAsync(client, target, clients, batch);
                Console.WriteLine($"{clients} client(s), batches of {batch,4}: {rate,9:N0} observations/s until durable");
            }
        }

        Console.WriteLine($"resident at the end: {ResidentMb(process):0.0} MiB");
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
        await rest;
    }

    private static async Task FillSeriesAsync(HttpClient client, Uri target)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var chunk in Enumerable.Range(0, SeriesCount).Chunk(1000))
        {
            await PostAsync(client, target, Lines(chunk.Select(i => ($"station-{i / 5}", Quantities[i % 5], now - 600, 20 + (i % 100 / 10.0)))));
        }
    }

    private static async Task<double> RateAsync(HttpClient client, Uri target, int clients, int batch)
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
                await PostAsync(client, target, Lines(Enumerable.Range(0, batch).Select(i =>
                    ($"load-{clients}-{batch}-{worker}-{i}", Quantities[0], now - 7200 + (round % 7200), 10 + (round * 0.001)))));
                Interlocked.Add(ref posted, batch);
            }
        })));
        return posted / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static readonly string[] Quantities = ["temperature", "humidity", "pressure", "pm2_5", "pm10"];

    private static string Lines(IEnumerable<(string Device, string Type, long Timestamp, double Value)> readings)
    {
        var body = new StringBuilder();
        foreach (var (device, type, timestamp, value) in readings)
        {
            body.Append($$"""{"device_id":"{{device}}","timestamp":{{timestamp}},"reading_type":"{{type}}","value":{{value:0.###}},""");
            body.Append("\"latitude\":57.1,\"longitude\":-2.1}\n");
        }

        return body.ToString();
    }

    private static async Task PostAsync(HttpClient client, Uri target, string lines)
    {
        using var content = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using var response = await client.PostAsync(target, content);
        response.EnsureSuccessStatusCode();
    }

    private static double ResidentMb(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1048576.0;
    }

    [GeneratedRegex(@"Ingest on (http://\S+)")]
    private static partial Regex IngestLine { get; }
}
