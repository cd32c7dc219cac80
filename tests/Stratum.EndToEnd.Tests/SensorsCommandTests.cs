using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary><c>stratum sensors</c> and the last lines of <c>stratum status</c>: does my sensor arrive, and if not, why.</summary>
public sealed class SensorsCommandTests
{
    private const string Tables = """
        [[sensors]]
        adapter = "http_json"
        name = "roof-sensor"
        device_id = "roof"

        [[sensors]]
        adapter = "bme280"
        address = 0x99
        """;

    private const string Reading = """{"device_id":"roof","reading_type":"temperature","value":3.5,"latitude":59,"longitude":10}""";

    [Fact]
    public async Task Sensors_AfterAReading_ShowsItAtItsSourceAndCountsItOnce()
    {
        using var directory = new NodeDirectory(Tables);
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        using var posted = await node.PostAsync(Reading);
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);

        var (exitCode, output, error) = await RunAsync(node, directory, "sensors");
        Assert.Equal((0, ""), (exitCode, error));
        var lines = output.Split('\n');
        Assert.StartsWith("SOURCE", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^roof-sensor +roof +temperature +3\.5 .C +\d+ s +.+ +outdoor", lines[1]);
        Assert.Equal(lines[0].IndexOf("QUANTITY", StringComparison.Ordinal), lines[1].IndexOf("temperature", StringComparison.Ordinal));

        (_, output, _) = await RunAsync(node, directory, "sensors", "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal("roof", json.RootElement.GetProperty("sensors")[0].GetProperty("device_id").GetString());

        (exitCode, output, _) = await RunAsync(node, directory, "status");
        Assert.Equal(0, exitCode);
        Assert.Contains("bme280-1 (bme280) is misconfigured and left out: ", output.Split("to look at:")[1], StringComparison.Ordinal);

        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        Assert.Equal(1, status.RootElement.GetProperty("adapters").EnumerateArray().Sum(row => row.GetProperty("accepted").GetInt64()));
    }

    [Fact]
    public async Task Sensors_NoNode_EndsWith3()
    {
        using var directory = new NodeDirectory();

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "sensors", "--config", directory.Configuration);

        Assert.Equal(3, exitCode);
        Assert.Contains("cannot be reached", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sensors_Watch_PrintsAgainUntilItIsStopped()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        using var posted = await node.PostAsync(Reading);
        var start = StratumProgram.Start("sensors", "--watch", "--config", directory.Configuration);
        start.Environment["STRATUM__NETWORK__API_LISTEN"] = node.Api.Authority;
        using var watch = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var heads = 0;
        while (heads < 2)
        {
            var line = await watch.StandardOutput.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException("the command ended by itself");
            heads += line.StartsWith("SOURCE", StringComparison.Ordinal) ? 1 : 0;
        }

        using (var interrupt = Process.Start("kill", ["-INT", watch.Id.ToString()]))
        {
            await interrupt.WaitForExitAsync(deadline.Token);
        }

        await watch.WaitForExitAsync(deadline.Token);
        Assert.Equal(0, watch.ExitCode);
    }

    // The configuration has port 0; the environment says which one the system chose.
    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(RunningNode node, NodeDirectory directory, params string[] arguments)
    {
        var start = StratumProgram.Start([.. arguments, "--config", directory.Configuration]);
        start.Environment["STRATUM__NETWORK__API_LISTEN"] = node.Api.Authority;
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output, await error);
    }
}
