using Stratum.Core;

namespace Stratum.Node.Demo;

/// <summary>
/// One run of the demo. The data's last half hour lies in the future: what comes before is posted at once, so that charts
/// have a past, and the rest as its time comes, so that the stream moves.
/// </summary>
internal sealed class DemoSession(TextWriter output, bool isTerminal, TimeProvider time)
{
    private const int PreferredPort = 8080;

    private const long LiveSeconds = 30 * 60;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    public async Task<ExitCode> RunAsync(int? seconds, CancellationToken stop)
    {
        var directory = Directory.CreateTempSubdirectory("stratum-demo-").FullName;
        using var client = new HttpClient();
        output.WriteLine($"Stratum demo: one node on loopback; its data is in {directory} and is removed at the end.");
        try
        {
            await using var node = await DemoNode.StartAsync("demo", Path.Combine(directory, "node"), DemoPorts.Find(PreferredPort), client, time, stop);
            output.WriteLine($"Node ready: query API {node.Api}, ingest {node.Ingest}");
            var replay = new DemoReplay(client);
            var due = await PostHistoryAsync(node, replay, stop);
            WriteCommands(node);
            await FollowAsync(node, replay, due, seconds, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C or SIGTERM: the normal end.
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        output.WriteLine("The node has stopped; its data is removed.");
        return ExitCode.Done;
    }

    private static DemoReading[] Take(List<DemoReading> rest, long secondsBeforeEndMin)
    {
        var count = rest.TakeWhile(reading => reading.SecondsBeforeEnd >= secondsBeforeEndMin).Count();
        var taken = rest.Take(count).ToArray();
        rest.RemoveRange(0, count);
        return taken;
    }

    private async Task<DueReadings> PostHistoryAsync(DemoNode node, DemoReplay replay, CancellationToken stop)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var rest = DemoDatasets.ParticulateMatter().ToList();
        var history = Take(rest, LiveSeconds);
        var temperatures = DemoDatasets.Temperatures();
        output.WriteLine($"Replaying {history.Length + temperatures.Count:N0} readings of the last hours: PM10 and PM2.5 of 23 sensors in Aberdeen");
        output.WriteLine(
            $"(sensor.community, ODbL) and air temperature of {temperatures.Count} Norwegian stations (MET Norway, CC BY 4.0), "
            + "times shifted to now ...");
        var started = time.GetTimestamp();
        await PostAllAsync(node, replay, history, now + LiveSeconds, stop);
        await PostAllAsync(node, replay, temperatures, now, stop);
        Progress("");
        output.WriteLine($"{replay.Accepted:N0} observations signed and durable in {time.GetElapsedTime(started).TotalSeconds:0.0} s.");
        return new DueReadings(rest, now + LiveSeconds);
    }

    private async Task PostAllAsync(DemoNode node, DemoReplay replay, IEnumerable<DemoReading> readings, long endSeconds, CancellationToken stop)
    {
        foreach (var batch in readings.Chunk(DemoReplay.BatchMax))
        {
            await replay.PostAsync(node.Ingest, batch, endSeconds, stop);
            Progress($"{replay.Accepted:N0} observations durable");
        }
    }

    private async Task FollowAsync(DemoNode node, DemoReplay replay, DueReadings due, int? seconds, CancellationToken stop)
    {
        output.WriteLine(seconds is { } limit ? $"New readings arrive as their time comes; stopping after {limit} s."
            : "New readings arrive as their time comes; Ctrl-C stops.");
        var started = time.GetTimestamp();
        while (seconds is null || time.GetElapsedTime(started).TotalSeconds < seconds)
        {
            await Task.Delay(Tick, time, stop);
            var batch = Take(due.Rest, due.EndSeconds - time.GetUtcNow().ToUnixTimeSeconds());
            await PostAllAsync(node, replay, batch, due.EndSeconds, stop);
            Progress(due.Rest.Count > 0
                ? $"{replay.Accepted:N0} observations durable, {due.Rest.Count:N0} still to come"
                : $"{replay.Accepted:N0} observations durable; the data set is at its end, the node goes on serving");
        }

        Progress("");
    }

    private void Progress(string text)
    {
        if (isTerminal)
        {
            output.Write($"\r\e[K{text}");
            output.Flush();
        }
    }

    private void WriteCommands(DemoNode node)
    {
        output.WriteLine(
            $"""

            Try, in another terminal:
              curl '{node.Api}now?lat=57.15&lng=-2.11&radius_km=20'         current air in Aberdeen
              curl '{node.Api}now?lat=59.9&lng=10.7&type=temperature'       current temperature in Oslo
              curl '{node.Api}series?lat=57.15&lng=-2.11&type=pm2_5&limit=5' time series near a point
              curl -N '{node.Api}stream'                                    live stream (Server-Sent Events)
              curl '{node.Api}stations?north=58&south=57&east=-1&west=-3'   stations as GeoJSON
              curl '{node.Api}export?format=csv&device_id=aberdeen-22885'   export
              curl '{node.Api}status'                                       the node's own state
              curl '{node.Api}metrics'                                      Prometheus metrics
              curl -H 'Content-Type: application/json' -d '{"{"}"device_id":"my-sensor","reading_type":"temperature","value":21.5{"}"}' '{node.Ingest}ingest'
            """);
        output.WriteLine();
    }

    private sealed record DueReadings(List<DemoReading> Rest, long EndSeconds);
}
