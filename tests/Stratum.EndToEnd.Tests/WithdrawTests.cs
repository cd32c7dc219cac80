using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>stratum withdraw, from the owner's command to the answers of another node.</summary>
public sealed class WithdrawTests
{
    [Fact]
    public async Task Withdraw_OnOneNode_TakesTheReadingsOutOfUseOnItsNeighbour()
    {
        using var first = new NodeDirectory(network: "transport = \"tcp\"");
        await first.InitAsync();
        await using var a = await RunningNode.StartAsync(first);
        using var second = new NodeDirectory(network: $"transport = \"tcp\"\ninitial_peers = [\"{a.Mesh}\"]");
        await second.InitAsync();
        await using var b = await RunningNode.StartAsync(second);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        using var posted = await a.PostAsync(
            $$$"""[{"device_id":"wrong","timestamp":{{{now - 60}}},"readings":{"temperature":40}},{"device_id":"right","readings":{"temperature":20}}]""");
        await Eventually.TrueAsync(async () => Count(await b.GetAsync("/series?device_id=wrong")) == 1);

        var (counted, told, _) = await StratumProgram.RunAsync(
            null, "withdraw", "wrong", "--from", $"{now - 3600}", "--to", $"{now}", "--config", first.Configuration);
        Assert.Equal(0, counted);
        Assert.Contains("would withdraw 1 observations", told, StringComparison.Ordinal);
        Assert.Equal(1, Count(await a.GetAsync("/series?device_id=wrong")));

        var (done, said, _) = await StratumProgram.RunAsync(
            null, "withdraw", "wrong", "--from", $"{now - 3600}", "--to", $"{now}", "--reason", "in the kitchen", "--yes", "--config", first.Configuration);
        Assert.Equal(0, done);
        Assert.Contains("withdrawn: 1 observations", said, StringComparison.Ordinal);
        Assert.Equal(0, Count(await a.GetAsync("/series?device_id=wrong")));
        await Eventually.TrueAsync(async () => Count(await b.GetAsync("/series?device_id=wrong")) == 0);

        var marked = JsonDocument.Parse(await b.GetAsync("/series?device_id=wrong&retracted=1")).RootElement.GetProperty("observations")[0];
        var statement = JsonDocument.Parse(await b.GetAsync("/withdrawals")).RootElement.GetProperty("withdrawals")[0];
        Assert.Equal(statement.GetProperty("id").GetString(), marked.GetProperty("retracted_by").GetString());
        Assert.Equal("in the kitchen", statement.GetProperty("reason").GetString());
        await Eventually.TrueAsync(async () => Count(await b.GetAsync("/series?device_id=right")) == 1);

        var (restored, _, _) = await StratumProgram.RunAsync(
            null, "withdraw", "--restore", statement.GetProperty("id").GetString()!, "--yes", "--config", first.Configuration);
        Assert.Equal(0, restored);
        await Eventually.TrueAsync(async () => Count(await b.GetAsync("/series?device_id=wrong")) == 1);
    }

    private static int Count(string series) => JsonDocument.Parse(series).RootElement.GetProperty("observations").GetArrayLength();
}
