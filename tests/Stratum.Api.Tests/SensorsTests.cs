using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api.Tests;

public class SensorsTests
{
    [Fact]
    public async Task Sensors_OwnStations_AreListedBySourceWithVerdicts()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("roof", "temperature", 3.2, 60, confidence: 0.9);
        host.Put("roof", "humidity", 88, 30, unit: "%", flag: QualityFlag.Suspect);
        host.Put("cellar", "temperature", 12, 90, deployment: "INDOOR", flag: QualityFlag.NotEvaluated);
        host.Put("neighbour", "temperature", 9, 90, node: ApiHost.Node(9));
        host.Fake.Devices.Add(new KnownDevice("roof", ApiHost.Start.ToUnixTimeMilliseconds()));

        var answer = await host.JsonAsync("/sensors");

        var rows = answer.GetProperty("sensors").EnumerateArray().Select(row => (
            row.GetProperty("source").GetString(), row.GetProperty("device_id").GetString(), row.GetProperty("reading_type").GetString(),
            row.GetProperty("value").GetDouble(), row.GetProperty("age_s").GetInt64(), row.GetProperty("verdict").GetString(),
            row.GetProperty("deployment").GetString())).ToList();
        Assert.Equal(
            [
                ("http", "roof", "humidity", 88, 30, "suspect", "outdoor"),
                ("http", "roof", "temperature", 3.2, 60, "good", "outdoor"),
                (null, "cellar", "temperature", 12, 90, "not assessed", "indoor"),
            ],
            rows);
        Assert.Equal(0, answer.GetProperty("left_out").GetInt64());
    }

    [Fact]
    public async Task Sensors_BeyondTheLimit_SaysHowManyAreLeftOut()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            host.Put($"d{i}");
        }

        var answer = await host.JsonAsync("/sensors?limit=2");

        Assert.Equal((2, 1), (answer.GetProperty("sensors").GetArrayLength(), answer.GetProperty("left_out").GetInt32()));
        await host.JsonAsync("/sensors?limit=0", 400);
        await host.JsonAsync("/sensors?limit=10001", 400);
    }

    [Fact]
    public async Task Sensors_HeardDevices_CarryTheLinesToAddAndAreBounded()
    {
        await using var host = await ApiHost.StartAsync();
        var now = ApiHost.Start.ToUnixTimeMilliseconds();
        for (var i = 0; i < 257; i++)
        {
            host.Fake.Heard.Add(new HeardDevice($"Nexus-{i}", "temperature 4 C", "no pattern", "[[sensors.device]]\nmatch = \"Nexus\"", now - (i * 1000), 2));
        }

        var heard = (await host.JsonAsync("/sensors")).GetProperty("heard");
        var row = (await host.JsonAsync("/status")).GetProperty("adapters")[0];

        Assert.Equal(256, heard.GetArrayLength());
        Assert.Equal(
            """{"source":"http","device":"Nexus-0","readings":"temperature 4 C","reason":"no pattern","advice":"[[sensors.device]]\nmatch = \"Nexus\"","""
            + $"\"messages\":2,\"last_at\":{now / 1000},\"last_age_s\":0}}",
            heard[0].GetRawText());
        Assert.Equal((257, 5), (row.GetProperty("heard").GetInt32(), row.GetProperty("heard_devices").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, row.GetProperty("last_notice").ValueKind);
    }
}
