using System.Text.Json;
using Stratum.Ingest.Tests;

namespace Stratum.EndToEnd.Tests;

/// <summary>A node that publishes what it stores, and dies.</summary>
public sealed class MqttOutTests
{
    [MosquittoFact]
    public async Task Publish_StoredReading_ShowsUpInHomeAssistantAndTheWillWhenKilled()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        using var listener = await MqttListener.ConnectAsync(broker.Port);
        using var directory = new NodeDirectory($"[mqtt_out]\nurl = \"{broker.Url}\"\n");
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        using var answer = await node.PostAsync(
            $$"""{"device_id":"roof","timestamp":{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 30}},"reading_type":"temperature","value":21.5}""");

        var heard = await listener.HearAsync(topics => topics.Keys.Any(topic => topic.EndsWith("/roof/temperature", StringComparison.Ordinal)));
        var config = heard.Single(pair => pair.Key.StartsWith("homeassistant/sensor/", StringComparison.Ordinal)).Value;
        using var discovery = JsonDocument.Parse(config);
        Assert.Equal("temperature", discovery.RootElement.GetProperty("device_class").GetString());
        var topic = discovery.RootElement.GetProperty("state_topic").GetString()!;
        using var state = JsonDocument.Parse(heard[topic]);
        Assert.Equal(21.5, state.RootElement.GetProperty("value").GetDouble());
        var statusTopic = discovery.RootElement.GetProperty("availability_topic").GetString()!;
        Assert.Equal("online", heard[statusTopic]);
        Assert.Equal("connected", (await StoredSeries.AdapterAsync(node, "mqtt_out")).State);

        await node.KillAsync();
        Assert.Equal("offline", (await listener.HearAsync(topics => topics.ContainsKey(statusTopic)))[statusTopic]);
    }
}
