using System.Net;
using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>A write that fails ends all writing, visibly: reads go on, readiness says why, the exit code tells the supervisor.</summary>
public sealed class StoppedStoreTests
{
    // Above the reserve of 4 MiB, which is a file of its own; the log's segment meets the limit.
    private const int LimitKibibytes = 5 * 1024;

    [Fact]
    public async Task Write_ThatFails_StopsWritesForGoodAndLosesNothingAcknowledged()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        var acknowledged = 0;
        await using (var node = await RunningNode.StartWithFileLimitAsync(directory, LimitKibibytes))
        {
            HttpStatusCode answer;
            do
            {
                using var response = await PostAsync(node, acknowledged);
                answer = response.StatusCode;
                acknowledged += answer == HttpStatusCode.OK ? 1000 : 0;
            }
            while (answer == HttpStatusCode.OK && acknowledged < 100_000);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer);
            using var again = await PostAsync(node, acknowledged);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, again.StatusCode);
            using var status = JsonDocument.Parse(await node.GetAsync("/status"));
            Assert.Equal("stopped", status.RootElement.GetProperty("store").GetProperty("state").GetString());
            using var ready = await node.Client.GetAsync(new Uri(node.Api, "/health/ready"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("a write failed", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await node.Client.GetAsync(new Uri(node.Api, "/health/live"))).StatusCode);
            Assert.Contains("\"value\":0", await node.GetAsync("/series?device_id=d&limit=1"), StringComparison.Ordinal);
            Assert.Equal(74, await node.StopAsync());
        }

        await using var next = await RunningNode.StartAsync(directory);
        using var store = JsonDocument.Parse(await next.GetAsync("/status"));
        Assert.InRange(store.RootElement.GetProperty("store").GetProperty("observations").GetInt64(), acknowledged, acknowledged + 1000);
    }

    private static Task<HttpResponseMessage> PostAsync(RunningNode node, int first)
    {
        var start = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 80_000;
        return node.PostAsync($"[{string.Join(',', Enumerable.Range(first, 1000).Select(number =>
            $$"""{"device_id":"d","timestamp":{{start + (number % 79_000)}},"reading_type":"counter","unit":"1","value":{{number}}}"""))}]");
    }
}
