using System.Text;
using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>Three processes, linked only as a chain A - B - C.</summary>
public sealed class MeshTests
{
    private const int First = 1000;
    private const int More = 500;

    [Fact]
    public Task Chain_OverTcp_CarriesEverythingAndFillsAnAbsence() => CarriesEverythingAsync("tcp");

    [QuicFact]
    public Task Chain_OverQuic_CarriesEverythingAndFillsAnAbsence() => CarriesEverythingAsync("quic");

    [Fact]
    public async Task Peer_OfAnotherNetwork_IsRefusedAndBothSayWhy()
    {
        using var here = new NodeDirectory(network: "transport = \"tcp\"");
        await here.InitAsync();
        await using var node = await RunningNode.StartAsync(here);
        using var there = new NodeDirectory(network: $"transport = \"tcp\"\nnetwork_id = \"other\"\ninitial_peers = [\"{node.Mesh}\"]");
        await there.InitAsync();
        await using var stranger = await RunningNode.StartAsync(there);

        await Eventually.TrueAsync(async () => (await stranger.GetAsync("/peers")).Contains("\"last_refusal\":\"wrong_network\"", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => (await node.GetAsync("/status")).Contains("\"wrong_network\":{\"here\":", StringComparison.Ordinal));
        Assert.Equal("""{"status":"ok"}""", await node.GetAsync("/health"));
        var (exitCode, output, _) = await StratumProgram.RunAsync(null, "doctor", "--config", here.Configuration);
        Assert.Equal(0, exitCode);
        Assert.Contains("libsodium", output, StringComparison.Ordinal);
    }

    private static async Task CarriesEverythingAsync(string transport)
    {
        using var directoryA = new NodeDirectory(network: $"transport = \"{transport}\"");
        await directoryA.InitAsync();
        await using var a = await RunningNode.StartAsync(directoryA);
        using var directoryB = new NodeDirectory(network: $"transport = \"{transport}\"\ninitial_peers = [\"{a.Mesh}\"]");
        await directoryB.InitAsync();
        await using var b = await RunningNode.StartAsync(directoryB);
        using var directoryC = new NodeDirectory(network: $"transport = \"{transport}\"\ninitial_peers = [\"{b.Mesh}\"]");
        await directoryC.InitAsync();
        Dictionary<string, string> expected;
        await using (var c = await RunningNode.StartAsync(directoryC))
        {
            await PostAsync(a, 0, First);
            expected = await SignaturesAsync(a);
            Assert.Equal(First, expected.Count);
            await AssertHoldsAsync(b, expected);
            await AssertHoldsAsync(c, expected);
            Assert.Contains($"\"transport\":\"{transport}\"", await c.GetAsync("/peers"), StringComparison.Ordinal);
            Assert.Equal(0, await c.StopAsync());
        }

        await PostAsync(a, First, More);
        expected = await SignaturesAsync(a);
        Assert.Equal(First + More, expected.Count);
        await using var back = await RunningNode.StartAsync(directoryC);
        await AssertHoldsAsync(back, expected);
        var export = Path.Combine(directoryC.Root, "export.ndjson");
        await File.WriteAllTextAsync(export, await back.GetAsync("/export?format=ndjson"));
        var (exitCode, output, error) = await StratumProgram.RunAsync(null, "verify", export);
        Assert.True(exitCode == 0, output + error);
    }

    private static async Task PostAsync(RunningNode node, int from, int count)
    {
        var start = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 7200;
        var body = new StringBuilder();
        for (var i = from; i < from + count; i++)
        {
            body.Append($$"""{"device_id":"d{{i % 10}}","timestamp":{{start + i}},"reading_type":"temperature","value":{{i % 300}},""");
            body.Append("\"latitude\":57.1,\"longitude\":-2.1}\n");
        }

        using var answer = await node.PostAsync(body.ToString(), "application/x-ndjson");
        Assert.Equal($$"""{"accepted":{{count}},"duplicates":0,"rejected":[]}""", await answer.Content.ReadAsStringAsync());
    }

    // content_id is the hash of the canonical bytes: the same ids are the same bytes.
    private static async Task<Dictionary<string, string>> SignaturesAsync(RunningNode node)
    {
        var signatures = new Dictionary<string, string>();
        foreach (var line in (await node.GetAsync("/export?format=ndjson&duplicates=all")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var observation = JsonDocument.Parse(line);
            signatures.Add(
                observation.RootElement.GetProperty("content_id").GetString()!, observation.RootElement.GetProperty("signature").GetString()!);
        }

        return signatures;
    }

    private static async Task AssertHoldsAsync(RunningNode node, Dictionary<string, string> expected)
    {
        await Eventually.TrueAsync(async () =>
        {
            using var status = JsonDocument.Parse(await node.GetAsync("/status"));
            return status.RootElement.GetProperty("store").GetProperty("observations").GetInt64() >= expected.Count;
        });
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            (await SignaturesAsync(node)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }
}
