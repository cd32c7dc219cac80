using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Stratum.Benchmarks;

/// <summary>
/// A node process on loopback. The program is the one built beside this one, or the one that STRATUM_BINARY names.
/// </summary>
internal sealed partial class BenchmarkNode : IAsyncDisposable
{
    private static readonly string[] Quantities = ["temperature", "humidity", "pressure", "pm2_5", "pm10"];

    private readonly Process _process;
    private readonly Task<string> _rest;
    private readonly HttpClient _client = new();

    private BenchmarkNode(Process process, double startMs, Uri api, Uri ingest, string mesh)
    {
        (_process, StartMs, Api, Ingest, Mesh) = (process, startMs, api, ingest, mesh);
        // An unread pipe would fill up and stop the node.
        _rest = process.StandardError.ReadToEndAsync();
    }

    public static string Binary { get; } = Environment.GetEnvironmentVariable("STRATUM_BINARY") is { Length: > 0 } named
        ? named
        : Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Stratum.Node", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "stratum"));

    /// <summary>From the start of the process until it says that it is ready.</summary>
    public double StartMs { get; }

    public Uri Api { get; }

    public Uri Ingest { get; }

    public string Mesh { get; }

    public double ResidentMb
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    public double PeakResidentMb
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Makes the node in a directory, if it is not there, and starts it.</summary>
    public static async Task<BenchmarkNode> StartAsync(string directory, string network = "", string? binary = null)
    {
        binary ??= Binary;
        var configuration = Path.Combine(directory, "stratum.toml");
        if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory);
            await File.WriteAllTextAsync(
                configuration,
                $"""
                [node]
                keypair_path = "node.key"
                storage_path = "store"
                [network]
                api_listen = "127.0.0.1:0"
                ingest_listen = "127.0.0.1:0"
                mesh_listen = "127.0.0.1:0"
                heartbeat_listen = "127.0.0.1:0"
                {network}
                [trust]
                new_series_per_day = 1000000
                [db_limits]
                max_series = 1000000
                """);
            using var init = Process.Start(new ProcessStartInfo(binary, ["init", "--config", configuration]) { RedirectStandardOutput = true })!;
            await init.WaitForExitAsync();
        }

        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(new ProcessStartInfo(binary, ["start", "--config", configuration]) { RedirectStandardError = true })!;
        var log = new StringBuilder();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            log.AppendLine(line);
            if (line.Contains("Ready after", StringComparison.Ordinal))
            {
                var startMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                var text = log.ToString();
                return new BenchmarkNode(
                    process, startMs, new Uri(ApiLine.Match(text).Groups[1].Value), new Uri(IngestLine.Match(text).Groups[1].Value),
                        MeshLine.Match(text).Groups[1].Value);
            }
        }

        throw new InvalidOperationException($"the node did not start:\n{log}");
    }

    /// <summary>Posts one reading of each of so many series, of five quantities a station.</summary>
    public async Task FillSeriesAsync(int count)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var chunk in Enumerable.Range(0, count).Chunk(1000))
        {
            await PostAsync(chunk.Select(i => ($"station-{i / 5}", Quantities[i % 5], now - 600, 20 + (i % 100 / 10.0))));
        }
    }

    /// <summary>Posts readings and returns when the node says that they are durable.</summary>
    public async Task PostAsync(IEnumerable<(string Device, string Type, long Timestamp, double Value)> readings)
    {
        var body = new StringBuilder();
        foreach (var (device, type, timestamp, value) in readings)
        {
            body.Append(CultureInfo.InvariantCulture,
                $$"""{"device_id":"{{device}}","timestamp":{{timestamp}},"reading_type":"{{type}}","value":{{value:0.###}},""");
            // A degree of latitude and two of longitude hold them, as a region does.
            var place = (uint)string.GetHashCode(device, StringComparison.Ordinal);
            body.Append(CultureInfo.InvariantCulture, $"\"latitude\":{57 + (place % 1000 / 1000.0)},\"longitude\":{-3 + (place % 1999 / 1000.0)}}}\n");
        }

        using var content = new StringContent(body.ToString(), Encoding.UTF8, "application/x-ndjson");
        using var response = await _client.PostAsync(new Uri(Ingest, "/ingest"), content);
        response.EnsureSuccessStatusCode();
    }

    public async Task<JsonDocument> GetAsync(string path) => JsonDocument.Parse(await _client.GetStringAsync(new Uri(Api, path)));

    public async Task<StreamReader> OpenStreamAsync() => new(await _client.GetStreamAsync(new Uri(Api, "/stream")));

    /// <summary>Waits until the node holds so many observations.</summary>
    public async Task HoldsAsync(long count)
    {
        while (true)
        {
            using var status = await GetAsync("/status");
            if (status.RootElement.GetProperty("store").GetProperty("observations").GetInt64() >= count)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>SIGTERM, and the end.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        await _rest;
        _process.Dispose();
        _client.Dispose();
    }

    [GeneratedRegex(@"Query API on (http://\S+)")]
    private static partial Regex ApiLine { get; }

    [GeneratedRegex(@"Ingest on (http://\S+)")]
    private static partial Regex IngestLine { get; }

    [GeneratedRegex(@"Mesh on \S+ (\S+),")]
    private static partial Regex MeshLine { get; }
}
