using System.Net;
using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>Wrong [[sensors]] tables: every error at once with its place, and a node that runs without them, but signs nothing that is theirs.</summary>
public sealed class MisconfiguredTests
{
    private const string Tables = """
        [[sensors]]
        adapter = "mqtt"
        url = "192.168.1.5:1883"
        preset = "rtl433"

        [[sensors]]
        adapter = "http_json"
        name = "garden"
        device_id = "garden"
        latitude = 95
        longitude = 10

        [[sensors]]
        adapter = "http_json"
        name = "roof"
        device_id = "roof"
        """;

    [Fact]
    public async Task ConfigCheck_SeveralMistakes_NamesEachWithItsPlaceAndEndsWith2()
    {
        using var directory = new NodeDirectory(Tables);

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "config", "check", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains(lines, line => line.Contains(":14:7: error: ", StringComparison.Ordinal)
            && line.Contains("mqtt://host:1883", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(":15:10: error: ", StringComparison.Ordinal) && line.Contains("\"rtl_433\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(":21:12: error: sensors.1.latitude is 95", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WrongTables_RunsWithoutThemAndSignsNothingOfTheirs()
    {
        using var directory = new NodeDirectory(Tables);
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);

        Assert.Contains(":15:10: error: ", node.Log, StringComparison.Ordinal);
        Assert.Contains("The [[sensors]] table mqtt-1 (mqtt) is left out: ", node.Log, StringComparison.Ordinal);
        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        var rows = status.RootElement.GetProperty("adapters").EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!);
        Assert.Equal("misconfigured", rows["mqtt-1"].GetProperty("state").GetString());
        Assert.Contains("preset is \"rtl433\"", rows["mqtt-1"].GetProperty("last_error").GetString(), StringComparison.Ordinal);
        Assert.Equal("misconfigured", rows["garden"].GetProperty("state").GetString());
        Assert.Equal("listening", rows["roof"].GetProperty("state").GetString());

        using var refused = await node.PostAsync("""{"device_id":"garden","reading_type":"temperature","value":3,"latitude":59,"longitude":10}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("stratum config check", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var unnamed = await node.PostAsync("""{"reading_type":"temperature","value":3,"latitude":59,"longitude":10}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unnamed.StatusCode);
        using var taken = await node.PostAsync("""{"device_id":"roof","reading_type":"temperature","value":3,"latitude":59,"longitude":10}""");
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task Start_StrictWithAWrongTable_EndsWith2()
    {
        using var directory = new NodeDirectory(Tables);
        await directory.InitAsync();

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "start", "--strict", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains(":15:10: error: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WrongKeyElsewhere_EndsWith2()
    {
        using var directory = new NodeDirectory("[mqtt_out]\nurl = \"broker:1883\"\n" + Tables);

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "start", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains("mqtt_out.url is \"broker:1883\"", error, StringComparison.Ordinal);
    }

    // Signed without its table a gateway would get another name, for ever.
    [Fact]
    public async Task Start_WrongTableOfAGateway_TakesNothingOfIt()
    {
        using var directory = new NodeDirectory("[[sensors]]\nadapter = \"ecowitt\"\ndevice_id = \"garden\"\nlatitude = 95\nlongitude = 10\n");
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);

        using var body = new StringContent("PASSKEY=0123456789ABCDEF0123456789ABCDEF&stationtype=GW2000A&dateutc=now&tempf=50.0");
        body.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var response = await node.Client.PostAsync(new Uri(node.Ingest, "/data/report/"), body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        Assert.Equal(0, status.RootElement.GetProperty("store").GetProperty("observations").GetInt64());
        var row = status.RootElement.GetProperty("adapters").EnumerateArray().Single(row => row.GetProperty("kind").GetString() == "ecowitt");
        Assert.Equal(("misconfigured", 1), (row.GetProperty("state").GetString(), row.GetProperty("rejected").GetInt64()));
    }
}
