using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>Rain as merbanan/rtl_433#2276 and weewx/weewx#525 have it: 73,623 mm in a minute, and back.</summary>
public sealed class RainSpikeTests
{
    [Fact]
    public async Task RainTotal_Spike_IsFlaggedAlsoAfterARestartAndNotCounted()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        var start = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 300) / 60 * 60;
        await using (var node = await RunningNode.StartAsync(directory))
        {
            foreach (var (offset, value) in ((int, double)[])[(0, 1233.7), (60, 74_857.0), (120, 1233.7)])
            {
                await PostAsync(node, start + offset, value);
            }

            Assert.Equal("1233.7 1, 74857.0 4, 1233.7 1", await FlagsAsync(node));
            Assert.Equal(0, await node.StopAsync());
        }

        await using var again = await RunningNode.StartAsync(directory);
        await PostAsync(again, start + 180, 74_857.0);
        await PostAsync(again, start + 240, 1234.1);
        Assert.Equal("1233.7 1, 74857.0 4, 1233.7 1, 74857.0 4, 1234.1 1", await FlagsAsync(again));
        using var rain = JsonDocument.Parse(await again.GetAsync("/series?device_id=312482010&type=rain_total&step=31536000&agg=increase"));
        var bucket = rain.RootElement.GetProperty("buckets")[0];
        Assert.Equal("0.4 2", $"{bucket.GetProperty("increase").GetRawText()} {bucket.GetProperty("left_out").GetRawText()}");
        Assert.Equal(0, await again.StopAsync());
    }

    private static async Task PostAsync(RunningNode node, long timestamp, double value)
    {
        using var answer = await node.PostAsync(FormattableString.Invariant(
            $$"""
            {"device_id":"312482010","timestamp":{{timestamp}},"reading_type":"rain_total","value":{{value}},"unit":"mm",
             "latitude":57.15,"longitude":-2.11}
            """));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> FlagsAsync(RunningNode node)
    {
        using var series = JsonDocument.Parse(await node.GetAsync("/series?device_id=312482010&fields=value,flag"));
        return string.Join(", ", series.RootElement.GetProperty("observations").EnumerateArray().Select(
            o => $"{o.GetProperty("value").GetRawText()} {o.GetProperty("flag").GetRawText()}"));
    }
}
