using System.Net;
using System.Text.Json;

namespace Stratum.EndToEnd.Tests.Attacks;

/// <summary>What attacks ask of a node and give it.</summary>
internal static class AttackNode
{
    /// <summary>Now, Unix seconds, by the right clock.</summary>
    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Posts rows of a device, each with a time of its own; returns how many the node took.</summary>
    public static async Task<int> PostAsync(RunningNode node, string device, IEnumerable<long> timestamps)
    {
        var taken = 0;
        foreach (var chunk in timestamps.Chunk(1000))
        {
            using var answer = await node.PostAsync($"[{string.Join(',', chunk.Select(timestamp =>
                $$"""
                {"device_id":"{{device}}","timestamp":{{timestamp}},"reading_type":"temperature","value":{{timestamp % 40}},"latitude":57.15,"longitude":-2.11}
                """))}]");
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
                taken += body.RootElement.GetProperty("accepted").GetInt32();
            }
        }

        return taken;
    }

    /// <summary>A member of the store's part of /status.</summary>
    public static async Task<JsonElement> StoreAsync(RunningNode node, string member)
    {
        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        return status.RootElement.GetProperty("store").GetProperty(member).Clone();
    }

    public static async Task<long> ObservationsAsync(RunningNode node) => (await StoreAsync(node, "observations")).GetInt64();

    /// <summary>The reasons for which the node is not ready, "check: problem" each; empty when it is.</summary>
    public static async Task<string> ReadyAsync(RunningNode node)
    {
        using var answer = await node.Client.GetAsync(new Uri(node.Api, "/health/ready"));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return string.Join('\n', body.RootElement.GetProperty("reasons").EnumerateArray()
            .Select(static reason => $"{reason.GetProperty("check").GetString()}: {reason.GetProperty("problem").GetString()}"));
    }
}
