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
        output.WriteLine($"Stratum demo: three nodes on loopback, linked as a chain a - b - c; their data is in {directory} and is removed at the end.");
        var nodes = new List<DemoNode>();
        try
        {
            foreach (var name in (string[])["a", "b", "c"])
            {
                var ports = DemoPorts.Find(PreferredPort + (10 * nodes.Count));
                nodes.Add(await DemoNode.StartAsync(name, Path.Combine(directory, name), ports, nodes.LastOrDefault(), client, time, stop));
                output.WriteLine($"Node {name} ready: query API {nodes[^1].Api}, ingest {nodes[^1].Ingest}, mesh port {ports.Mesh}");
            }

            var replay = new DemoReplay(client);
            var due = await PostHistoryAsync(nodes, replay, stop);
            await new DemoAgreement(output, time).ReportAsync(nodes, replay, client, stop);
            WriteCommands(nodes);
            await FollowAsync(nodes, replay, due, seconds, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C or SIGTERM: the normal end.
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }

            Directory.Delete(directory, recursive: true);
        }

        output.WriteLine("The nodes have stopped; their data is removed.");
        return ExitCode.Done;
    }

    private static DemoReading[] Take(List<DemoReading> rest, long secondsBeforeEndMin)
    {
        var count = rest.TakeWhile(reading => reading.SecondsBeforeEnd >= secondsBeforeEndMin).Count();
        var taken = rest.Take(count).ToArray();
        rest.RemoveRange(0, count);
        return taken;
    }

    // Aberdeen's sensors belong to node a, the stations of northern Norway to b, those of the south to c.
    private async Task<DueReadings> PostHistoryAsync(List<DemoNode> nodes, DemoReplay replay, CancellationToken stop)
    {
        const double northernLatitude = 64;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var rest = DemoDatasets.ParticulateMatter().ToList();
        var history = Take(rest, LiveSeconds);
        var temperatures = DemoDatasets.Temperatures().ToLookup(reading => reading.Latitude > northernLatitude);
        var temperatureCount = temperatures[true].Count() + temperatures[false].Count();
        output.WriteLine($"Replaying {history.Length + temperatureCount:N0} readings of the last hours, times shifted to now:");
        output.WriteLine("  into a: PM10 and PM2.5 of 23 sensors in Aberdeen (sensor.community, ODbL)");
        output.WriteLine($"  into b: air temperature of {temperatures[true].Count()} stations in northern Norway (MET Norway, CC BY 4.0)");
        output.WriteLine($"  into c: air temperature of {temperatures[false].Count()} stations in southern Norway (MET Norway, CC BY 4.0)");
        var started = time.GetTimestamp();
        await PostAllAsync(nodes[0], replay, history, now + LiveSeconds, stop);
        await PostAllAsync(nodes[1], replay, temperatures[true], now, stop);
        await PostAllAsync(nodes[2], replay, temperatures[false], now, stop);
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

    private async Task FollowAsync(List<DemoNode> nodes, DemoReplay replay, DueReadings due, int? seconds, CancellationToken stop)
    {
        output.WriteLine(seconds is { } limit ? $"New readings arrive as their time comes; stopping after {limit} s."
            : "New readings arrive as their time comes; Ctrl-C stops.");
        var started = time.GetTimestamp();
        while (seconds is null || time.GetElapsedTime(started).TotalSeconds < seconds)
        {
            await Task.Delay(Tick, time, stop);
            var batch = Take(due.Rest, due.EndSeconds - time.GetUtcNow().ToUnixTimeSeconds());
            await PostAllAsync(nodes[0], replay, batch, due.EndSeconds, stop);
            Progress(due.Rest.Count > 0
                ? $"{replay.Accepted:N0} observations durable, {due.Rest.Count:N0} still to come"
                : $"{replay.Accepted:N0} observations durable; the data set is at its end, the nodes go on serving");
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

    private void WriteCommands(List<DemoNode> nodes)
    {
        var (node, last) = (nodes[0], nodes[^1]);
        output.WriteLine(
            $"""

            Try, in another terminal:
              curl '{node.Api}now?lat=57.15&lng=-2.11&radius_km=20'         current air in Aberdeen
              curl '{node.Api}now?lat=59.9&lng=10.7&type=temperature'       current temperature in Oslo
              curl '{node.Api}series?lat=57.15&lng=-2.11&type=pm2_5&limit=5' time series near a point
              curl -N '{node.Api}stream'                                    live stream (Server-Sent Events)
              curl '{node.Api}stations?north=58&south=57&east=-1&west=-3'   stations as GeoJSON
              curl '{node.Api}export?format=csv&device_id=aberdeen-22885'   export
              curl '{last.Api}now?lat=57.15&lng=-2.11&radius_km=20'         the same air, asked of node c
              curl '{nodes[1].Api}peers'                                        node b's links
              curl '{node.Api}status'                                       the node's own state
              curl '{node.Api}metrics'                                      Prometheus metrics
              curl -H 'Content-Type: application/json' -d '{"{"}"device_id":"my-sensor","reading_type":"temperature","value":21.5{"}"}' '{node.Ingest}ingest'
            """);
        output.WriteLine();
    }

    private sealed record DueReadings(List<DemoReading> Rest, long EndSeconds);
}
