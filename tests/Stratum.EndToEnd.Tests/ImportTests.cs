using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary><c>stratum import</c> into a stopped and into a running node, by the real program.</summary>
public sealed class ImportTests
{
    private static string Drafts(long first, int count, string device = "roof")
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{{\"device_id\":\"{device}\",\"timestamp\":{first + (i * 60)},\"reading_type\":\"temperature\",\"value\":{i % 30}}}\n");
        }

        return text.ToString();
    }

    private static async Task<(int ExitCode, JsonElement Result)> ImportAsync(NodeDirectory directory, string file, params string[] options)
    {
        var (exitCode, output, error) = await StratumProgram.RunAsync(null, ["import", "--json", "--config", directory.Configuration, .. options, file]);
        Assert.True(output.StartsWith('{'), $"{exitCode}: {output}{error}");
        return (exitCode, JsonDocument.Parse(output).RootElement);
    }

    private static string Write(NodeDirectory directory, string name, string text)
    {
        var path = Path.Combine(directory.Root, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static (long Added, long Duplicates, long Refused) Counts(JsonElement result) =>
        (result.GetProperty("added").GetInt64(), result.GetProperty("duplicates").GetInt64(), result.GetProperty("refused").GetInt64());

    [Fact]
    public async Task Import_IntoAStoppedNode_IsThereOnceWhenItStarts()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        var file = Write(directory, "old.ndjson", Drafts(1_262_304_000, 5000));

        var (exitCode, first) = await ImportAsync(directory, file);
        var (again, second) = await ImportAsync(directory, file);

        Assert.Equal((0, 0), (exitCode, again));
        Assert.Equal((5000, 0, 0), Counts(first));
        Assert.Equal((0, 5000, 0), Counts(second));
        await using var node = await RunningNode.StartAsync(directory);
        using var series = JsonDocument.Parse(await node.GetAsync("/series?device_id=roof&limit=1"));
        var observation = series.RootElement.GetProperty("observations")[0];
        Assert.Equal(1_262_304_000, observation.GetProperty("timestamp").GetInt64());
        Assert.Equal("import", observation.GetProperty("received_via").GetString());
        Assert.Equal(2, observation.GetProperty("flag").GetInt32());
        Assert.Equal("NDJSON file", observation.GetProperty("data_source").GetString());
    }

    [Fact]
    public async Task Import_IntoARunningNode_ChangesNeitherNowNorStreamsNorLiveScores()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        using (var live = await node.PostAsync(
            $$"""{"device_id":"roof","timestamp":{{now - 60}},"reading_type":"temperature","value":7.5,"latitude":52,"longitude":13}"""))
        {
            live.EnsureSuccessStatusCode();
        }

        using var stream = await node.Client.GetStreamAsync(new Uri(node.Api, "/stream?since=0")).ContinueWith(got => new StreamReader(got.Result));
        var drafts = Drafts(1_262_304_000, 3000).Replace("\"value\"", "\"latitude\":52,\"longitude\":13,\"value\"", StringComparison.Ordinal);
        var file = Write(directory, "old.ndjson", drafts);

        var (exitCode, result) = await ImportAsync(directory, file);

        Assert.Equal(0, exitCode);
        Assert.Equal((3000, 0, 0), Counts(result));
        using (var current = JsonDocument.Parse(await node.GetAsync("/now?lat=52&lng=13")))
        {
            Assert.Equal(7.5, current.RootElement.GetProperty("quantities")[0].GetProperty("value").GetDouble());
        }

        using (var live = await node.PostAsync($$"""{"device_id":"roof","timestamp":{{now}},"reading_type":"temperature","value":7.75}"""))
        {
            live.EnsureSuccessStatusCode();
        }

        // The two live readings, and between them nothing; the id has gone past the imports, so that a resume goes on behind them.
        var events = await EventsAsync(stream, 2);
        Assert.Equal(["7.5", "7.75"], events.Select(one => one.Value));
        Assert.True(long.Parse(events[1].Id.Split('.')[0], CultureInfo.InvariantCulture) > 3000, $"the id is {events[1].Id}");
        using var resumed = new StreamReader(await node.Client.GetStreamAsync(new Uri(node.Api, $"/stream?since={events[0].Id}")));
        Assert.Equal("7.75", Assert.Single(await EventsAsync(resumed, 1)).Value);
        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        Assert.Equal(3002, status.RootElement.GetProperty("store").GetProperty("observations").GetInt64());
    }

    private static async Task<List<(string Id, string Value)>> EventsAsync(StreamReader stream, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var events = new List<(string, string)>();
        var id = "";
        while (events.Count < count)
        {
            var line = await stream.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException("the stream ended");
            if (line.StartsWith("id:", StringComparison.Ordinal))
            {
                id = line[3..].Trim();
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal) && line.Contains("\"value\":", StringComparison.Ordinal))
            {
                using var data = JsonDocument.Parse(line[5..]);
                events.Add((id, data.RootElement.GetProperty("value").GetRawText()));
            }
        }

        return events;
    }

    [Fact]
    public async Task Import_OfAnotherNodesExport_KeepsItsSignaturesAndRefusesWhatWasChanged()
    {
        using var other = new NodeDirectory();
        await other.InitAsync();
        Assert.Equal(0, (await ImportAsync(other, Write(other, "old.ndjson", Drafts(1_262_304_000, 50)))).ExitCode);
        string export;
        await using (var node = await RunningNode.StartAsync(other))
        {
            export = await node.GetAsync("/export?format=ndjson");
        }

        using var directory = new NodeDirectory("[db_limits]\nmax_age_days = 0");
        await directory.InitAsync();
        var lines = export.Split('\n');
        lines[3] = lines[3].Replace("\"roof\"", "\"door\"", StringComparison.Ordinal);
        var (exitCode, result) = await ImportAsync(directory, Write(directory, "export.ndjson", string.Join('\n', lines)));

        Assert.Equal(1, exitCode);
        Assert.Equal((49, 0, 1), Counts(result));
        Assert.Equal(4, result.GetProperty("errors")[0].GetProperty("line").GetInt64());
        await using var second = await RunningNode.StartAsync(directory);
        using var strict = new NodeDirectory();
        await strict.InitAsync();
        var (refusedCode, refused) = await ImportAsync(strict, Write(strict, "export.ndjson", export));
        Assert.Equal((1, (0L, 0L, 50L)), (refusedCode, Counts(refused)));
        Assert.Contains("max_age_days", refused.GetProperty("errors")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        var again = await second.GetAsync("/export?format=ndjson");
        Assert.Equal(Signatures(lines.Where((_, index) => index != 3)), Signatures(again.Split('\n')));
    }

    private static IEnumerable<string> Signatures(IEnumerable<string> lines) => lines
        .Where(line => line.Length > 0)
        .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("signature").GetString()!)
        .Order(StringComparer.Ordinal);

    [Fact]
    public async Task Import_KilledAgainAndAgain_GoesOnAndLosesNothing()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        const int rows = 60_000;
        var file = Write(directory, "old.ndjson", Drafts(1_262_304_000, rows));
        for (var round = 0; round < 3; round++)
        {
            using var process = Process.Start(StratumProgram.Start("import", "--config", directory.Configuration, file))!;
            // As soon as something is in the log: between batches, wherever that is.
            var log = Path.Combine(directory.Root, "store", "wal");
            var length = Length(log);
            await Eventually.TrueAsync(() => Task.FromResult(process.HasExited || Length(log) > length + 100_000));
            process.Kill();
            await process.WaitForExitAsync();
        }

        var (exitCode, result) = await ImportAsync(directory, file);

        Assert.Equal(0, exitCode);
        var (added, duplicates, refused) = Counts(result);
        Assert.Equal((rows, 0), (added + duplicates, refused));
        Assert.True(duplicates > 0);
        Assert.Equal((0, rows, 0), Counts((await ImportAsync(directory, file)).Result));
    }

    private static long Length(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Exists ? file.Length : 0) : 0;

    [Fact]
    public async Task DryRun_OfAFileWithFaults_SaysRangesGapsAndRefusalsAndStoresNothing()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        var future = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3600;
        var file = Write(directory, "old.ndjson", Drafts(1_262_304_000, 20) + Drafts(1_262_400_000, 20) + Drafts(future, 1) + "{\"value\":1}\n");

        var (exitCode, result) = await ImportAsync(directory, file, "--dry-run");

        Assert.Equal(1, exitCode);
        Assert.Equal((40, 0, 2), Counts(result));
        Assert.Equal([41, 42], result.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("line").GetInt32()));
        var series = result.GetProperty("series")[0];
        Assert.Equal((1_262_304_000, 1_262_401_140), (series.GetProperty("from").GetInt64(), series.GetProperty("to").GetInt64()));
        Assert.Equal((0, 19), (series.GetProperty("min").GetDouble(), series.GetProperty("max").GetDouble()));
        Assert.Equal(60, series.GetProperty("interval_s").GetInt64());
        var gap = series.GetProperty("gaps")[0];
        Assert.Equal((1_262_305_140, 1_262_400_000), (gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64()));
        Assert.False(Directory.Exists(Path.Combine(directory.Root, "store", "wal")));
    }

    [Fact]
    public async Task ControlSocket_OfARunningNode_IsItsOwnersAloneAndOutlivesAKill()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        var socket = Path.Combine(directory.Root, "store", "control.sock");
        await using (var killed = await RunningNode.StartAsync(directory))
        {
            await Eventually.TrueAsync(() => Task.FromResult(File.Exists(socket)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
            await killed.KillAsync();
        }

        var file = Write(directory, "old.ndjson", Drafts(1_262_304_000, 10));
        Assert.Equal((10, 0, 0), Counts((await ImportAsync(directory, file)).Result));
        await using var node = await RunningNode.StartAsync(directory);
        Assert.Equal((0, 10, 0), Counts((await ImportAsync(directory, file)).Result));
        using var answer = await node.Client.PostAsync(new Uri(node.Api, "/history"), new StringContent("{}"));
        Assert.False(answer.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("--column nonsense", "--column")]
    [InlineData("--timezone Mars/Olympus", "Mars/Olympus")]
    [InlineData("--format gopher", "gopher")]
    [InlineData("--latitude 91 --longitude 0", "latitude")]
    [InlineData("--set device_id=x", "device_id")]
    public async Task Options_ThatAreWrong_EndWithTwoAndNameThemselves(string options, string named)
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        var file = Write(directory, "old.ndjson", Drafts(1_262_304_000, 1));

        var (exitCode, output, error) = await StratumProgram.RunAsync(null, ["import", "--config", directory.Configuration, .. options.Split(' '), file]);

        Assert.Equal(2, exitCode);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Empty(output);
    }
}
