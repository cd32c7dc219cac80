using System.Net;
using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>A gateway whose console stands in the kitchen (skalnik/aqi-wtf#7): /now says what is outdoors.</summary>
public sealed class IndoorTests
{
    [Fact]
    public async Task Now_EcowittWithIndoorSensors_IsTheWeather()
    {
        using var directory = new NodeDirectory("""
            [[sensors]]
            adapter = "ecowitt"
            latitude = 52.52
            longitude = 13.405
            """);
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        using var form = new StringContent(
            "PASSKEY=AABBCCDDEEFF00112233445566778882&stationtype=GW2000A_V3.1.4&dateutc=now"
            + "&tempinf=77.0&humidityin=30&baromabsin=29.53&tempf=37.4&humidity=88",
            System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await node.Client.PostAsync(new Uri(node.Ingest, "/data/report/"), form);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());

        Assert.Equal("humidity 88, pressure 1000, temperature 3", await NowAsync(node, ""));
        Assert.Equal("humidity 30, temperature 25", await NowAsync(node, "&deployment=indoor"));
        Assert.Equal(0, await node.StopAsync());
    }

    private static async Task<string> NowAsync(RunningNode node, string parameter)
    {
        using var now = JsonDocument.Parse(await node.GetAsync("/now?lat=52.52&lng=13.405" + parameter));
        return string.Join(", ", now.RootElement.GetProperty("quantities").EnumerateArray().Select(
            quantity => $"{quantity.GetProperty("reading_type").GetString()} {quantity.GetProperty("value").GetRawText()}"));
    }
}
