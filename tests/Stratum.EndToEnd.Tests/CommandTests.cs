using System.Text;
using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>Commands that work on data, through the real program.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Canonical_OneOutputLineForEachInputLine_AndExitCode1WhenOneIsWrong()
    {
        const string input = """
            {"device_id":"a","timestamp":1712000000,"reading_type":"temperature","value":22.5}

            {"device_id":"a","timestamp":1712000000,"reading_type":"temperature","value":NaN}
            not json
            {"device_id":"b","timestamp":1712000000,"reading_type":"temperature","value":-0}
            """;

        var (exitCode, output, _) = await StratumProgram.RunAsync(input, "canonical");

        var lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal(1, exitCode);
        Assert.Equal(5, lines.Length);
        Assert.EndsWith("\"unit\":\"\",\"value\":22.5}", lines[0], StringComparison.Ordinal);
        Assert.Equal("", ErrorField(lines[1]));
        Assert.Equal("value", ErrorField(lines[2]));
        Assert.Equal("", ErrorField(lines[3]));
        Assert.EndsWith("\"value\":-0.0}", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canonical_Ids_WritesReadingIds()
    {
        var (exitCode, output, _) = await StratumProgram.RunAsync(
            """{"device_id":"snapshot_test","timestamp":1712000000,"reading_type":"temperature","value":22.5}""", "canonical", "--ids");

        Assert.Equal(0, exitCode);
        Assert.Equal("60cb6f772a89ac3aef81c7e8ea3f5158bb16dc373243303f0609734c8fd9a977\n", output);
    }

    [Fact]
    public async Task Canonical_NameThatIngestRefuses_IsWritten()
    {
        var (exitCode, output, _) = await StratumProgram.RunAsync(
            """{"device_id":"d","timestamp":1712000000,"reading_type":"temp","value":-0.0}""", "canonical");

        Assert.Equal(0, exitCode);
        Assert.Contains("\"reading_type\":\"temp\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AnyChangedByteOfAnExport_IsFound()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        byte[] export;
        await using (var node = await RunningNode.StartAsync(directory))
        {
            using var answer = await node.PostAsync(
                """[{"device_id":"a","reading_type":"temperature","value":21.5},{"device_id":"b","reading_type":"humidity","value":40}]""");
            answer.EnsureSuccessStatusCode();
            export = Encoding.UTF8.GetBytes(await node.GetAsync("/export?format=ndjson"));
        }

        var file = Path.Combine(directory.Root, "export.ndjson");
        await File.WriteAllBytesAsync(file, export);
        Assert.Equal(0, (await StratumProgram.RunAsync(null, "verify", file)).ExitCode);

        // Every position is tried in Stratum.Archive.Tests; here the program itself, at some of them.
        var random = new Random(4);
        for (var i = 0; i < 12; i++)
        {
            var changed = export.ToArray();
            changed[random.Next(changed.Length)] ^= 1;
            await File.WriteAllBytesAsync(file, changed);
            Assert.Equal(1, (await StratumProgram.RunAsync(null, "verify", file)).ExitCode);
        }
    }

    [Fact]
    public async Task Keygen_TwoRuns_PrintDifferentKeysAndStoreNothing()
    {
        var first = await StratumProgram.RunAsync(null, "keygen", "--json");
        var second = await StratumProgram.RunAsync(null, "keygen", "--json");

        using var a = JsonDocument.Parse(first.Output);
        using var b = JsonDocument.Parse(second.Output);
        Assert.NotEqual(a.RootElement.GetProperty("node_id").GetString(), b.RootElement.GetProperty("node_id").GetString());
    }

    [Fact]
    public async Task Demo_ForThreeSeconds_EndsCleanly()
    {
        var (exitCode, output, error) = await StratumProgram.RunAsync(null, "demo", "--seconds", "3");

        Assert.True(exitCode == 0, output + error);
        Assert.Contains("observations signed and durable", output, StringComparison.Ordinal);
        Assert.Contains("curl", output, StringComparison.Ordinal);
    }

    private static string? ErrorField(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("error").GetProperty("field").GetString();
    }
}
