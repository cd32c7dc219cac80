using System.Text;
using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary><c>stratum store check</c> and <c>stratum store stats</c> on the data directory of a real node.</summary>
public sealed class StoreCommandTests
{
    private const int Rows = 300;

    private static async Task<NodeDirectory> FilledAsync()
    {
        var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var body = new StringBuilder();
        for (var at = 0; at < Rows; at++)
        {
            body.Append($$"""{"device_id":"d{{at % 3}}","reading_type":"temperature","timestamp":{{now - at}},"value":{{at % 30}}}""").Append('\n');
        }

        using (var answer = await node.PostAsync(body.ToString(), "application/x-ndjson"))
        {
            answer.EnsureSuccessStatusCode();
        }

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "store", "check", "--config", directory.Configuration);
        Assert.Equal(2, exitCode);
        Assert.Contains("stop the node", error, StringComparison.Ordinal);
        Assert.Equal(0, await node.StopAsync());
        return directory;
    }

    [Fact]
    public async Task Check_StoppedNode_FindsNothingUntilOneByteIsFlippedAndThenNamesTheFile()
    {
        using var directory = await FilledAsync();
        var (exitCode, output, error) = await StratumProgram.RunAsync(null, "store", "check", "--signatures", "--json", "--config", directory.Configuration);
        Assert.True(exitCode == 0, output + error);
        using (var whole = JsonDocument.Parse(output))
        {
            Assert.Equal(0, whole.RootElement.GetProperty("damaged").GetInt32());
            Assert.True(whole.RootElement.GetProperty("signatures").GetInt32() >= Rows);
        }

        var table = Directory.EnumerateFiles(Path.Combine(directory.Root, "store", "tables")).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(table);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(table, bytes);

        (exitCode, output, _) = await StratumProgram.RunAsync(null, "store", "check", "--config", directory.Configuration);
        Assert.Equal(1, exitCode);
        Assert.Contains($"damaged: {table} at byte", output, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(table));
    }

    [Fact]
    public async Task Stats_StoppedNode_SaysWhatAnObservationCosts()
    {
        using var directory = await FilledAsync();

        var (exitCode, output, error) = await StratumProgram.RunAsync(null, "store", "stats", "--json", "--config", directory.Configuration);

        Assert.True(exitCode == 0, output + error);
        using var stats = JsonDocument.Parse(output);
        Assert.Equal(Rows, stats.RootElement.GetProperty("observations").GetInt32());
        Assert.Equal(3, stats.RootElement.GetProperty("series").GetInt32());
        Assert.True(stats.RootElement.GetProperty("write_amplification").GetDouble() > 1);
        var parts = stats.RootElement.GetProperty("parts").EnumerateArray().ToDictionary(
            static part => part.GetProperty("name").GetString()!, static part => part.GetProperty("bytes_per_observation").GetDouble());
        Assert.Equal(64, parts["signatures"]);
        var (_, text, _) = await StratumProgram.RunAsync(null, "store", "stats", "--config", directory.Configuration);
        Assert.Contains("signatures", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NoStore_SaysWhatToName()
    {
        using var directory = new NodeDirectory();

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "store", "check", "--data-dir", directory.Root, "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains("there is no store in", error, StringComparison.Ordinal);
    }
}
