using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Stratum.EndToEnd.Tests;

/// <summary>Backups of a running node, and what docs/OPERATIONS.md says of them.</summary>
public sealed class BackupTests
{
    private static string Readings(int count)
    {
        var from = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 3600;
        return "[" + string.Join(",", Enumerable.Range(0, count).Select(
            at => $$"""{"device_id":"roof","reading_type":"temperature","value":{{at % 40}},"timestamp":{{from + at}}}""")) + "]";
    }

    private static async Task<RunningNode> FilledAsync(NodeDirectory directory, int count = 200)
    {
        await directory.InitAsync();
        var node = await RunningNode.StartAsync(directory);
        using var response = await node.PostAsync(Readings(count));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return node;
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await StratumProgram.RunAsync(null, arguments);
        Assert.True(exitCode == 0, $"stratum {string.Join(' ', arguments)} ended with {exitCode}: {output}{error}");
        return error;
    }

    private static async Task<string> IdsAsync(RunningNode node) => string.Join(
        '\n',
        (await node.GetAsync("/export?format=ndjson")).Split('\n').Select(static line => Regex.Match(line, "\"content_id\":\"[0-9a-f]+\"").Value).Order());

    // The story of the document, command by command: the old machine runs on while it is backed up, the new one has another directory.
    [Fact]
    public async Task Document_ToAnotherMachine_RestoresEveryObservationUnderTheSameKey()
    {
        var story = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "OPERATIONS.md"));
        story = story[story.IndexOf("### To another machine", StringComparison.Ordinal)..];
        var commands = Regex.Matches(story[..story.IndexOf("\n## ", StringComparison.Ordinal)], "^    stratum (.+)$", RegexOptions.Multiline)
            .Select(static match => match.Groups[1].Value.Trim().Split(' ')).ToList();
        Assert.Equal(["backup", "restore", "start"], commands.Select(static words => words[0]));

        using var old = new NodeDirectory();
        await using var before = await FilledAsync(old);
        var held = await IdsAsync(before);
        var cursor = Regex.Match(await before.GetAsync("/status"), "\"cursor\":\"([^\"]+)\"").Groups[1].Value;
        await RunAsync([.. commands[0].Select(word => word == "backup-of-today" ? Path.Combine(old.Root, word) : word), "--config", old.Configuration]);
        Assert.Equal(0, await before.StopAsync());

        using var other = new NodeDirectory();
        File.Copy(old.Configuration, other.Configuration, overwrite: true);
        await RunAsync(commands[1][0], Path.Combine(old.Root, commands[1][1]), Path.Combine(other.Root, "store"));
        File.Move(Path.Combine(other.Root, "store", "node.key"), other.Key);
        await using var after = await RunningNode.StartAsync(other);
        Assert.Equal(held, await IdsAsync(after));
        Assert.Contains("\"own_floor\":0", await after.GetAsync("/status"), StringComparison.Ordinal);

        // Whoever resumes a stream of the old one is told.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(after.Api, "/stream"));
        request.Headers.Add("Last-Event-ID", cursor);
        using var response = await after.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await events.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line && line != "event: gap")
        {
            Assert.DoesNotContain("event: observation", line, StringComparison.Ordinal);
        }

        Assert.Contains("\"missed\":null", await events.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_AsTarOfARunningNode_RestoresFromAPipe()
    {
        using var directory = new NodeDirectory();
        await using var node = await FilledAsync(directory);
        var tar = Path.Combine(directory.Root, "backup.tar");
        var start = StratumProgram.Start(
            "-c", "\"$0\" backup - --config \"$1\" > \"$2\" && \"$0\" restore - \"$3\" < \"$2\"", StratumProgram.Path, directory.Configuration, tar,
            Path.Combine(directory.Root, "restored"));
        start.FileName = "/bin/bash";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        Assert.True(process.ExitCode == 0, await process.StandardError.ReadToEndAsync());
        Assert.False(File.Exists(Path.Combine(directory.Root, "restored", "node.key")), "the key is in a backup that nobody asked it for");
        await Eventually.TrueAsync(() => Task.FromResult(!Directory.Exists(Path.Combine(directory.Root, "store", "snapshots"))));
        await RunAsync("store", "check", "--config", directory.Configuration, "--data-dir", Path.Combine(directory.Root, "restored"));
    }

    [Fact]
    public async Task Restore_ChangedFileOrFullTarget_RestoresNothing()
    {
        using var directory = new NodeDirectory();
        await using (var node = await FilledAsync(directory))
        {
            Assert.Equal(0, await node.StopAsync());
        }

        var backup = Path.Combine(directory.Root, "backup");
        Assert.Contains("of a stopped node", await RunAsync("backup", backup, "--config", directory.Configuration), StringComparison.Ordinal);
        var target = Path.Combine(directory.Root, "restored");
        Directory.CreateDirectory(target);
        await File.WriteAllTextAsync(Path.Combine(target, "mine"), "x");
        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "restore", backup, target);
        Assert.Equal((2, true), (exitCode, error.Contains("is not empty", StringComparison.Ordinal)));
        File.Delete(Path.Combine(target, "mine"));

        // A copy, since the file of the backup is the file of the store.
        var table = Directory.GetFiles(Path.Combine(backup, "data", "tables"))[0];
        var bytes = await File.ReadAllBytesAsync(table);
        bytes[bytes.Length / 2] ^= 1;
        File.Delete(table);
        await File.WriteAllBytesAsync(table, bytes);
        (exitCode, _, error) = await StratumProgram.RunAsync(null, "restore", backup, target);
        Assert.Equal((1, true), (exitCode, error.Contains("SHA-256", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFileSystemEntries(target));
        Assert.False(Directory.Exists(target + ".restoring"));

        // Names that lead elsewhere.
        var manifest = Path.Combine(backup, "backup.json");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("data/CURRENT", "data/../../CURRENT", StringComparison.Ordinal));
        (exitCode, _, error) = await StratumProgram.RunAsync(null, "restore", backup, target);
        Assert.Equal((1, true), (exitCode, error.Contains("which no backup has", StringComparison.Ordinal)));
    }

    private static string RepositoryRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Stratum.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("the repository's root is not above the tests");
        }

        return directory;
    }
}
