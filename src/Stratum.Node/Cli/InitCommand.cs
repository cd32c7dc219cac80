using System.CommandLine;
using Stratum.Core;
using Stratum.Node.Configuration;
using Stratum.Node.Identity;

namespace Stratum.Node.Cli;

/// <summary><c>stratum init</c>: a key that only its owner can read, a commented configuration, a data directory.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var command = new Command("init", "Make a node: key (mode 0600, never overwritten), commented stratum.toml, data directory; prints the node id");
        command.SetAction(result =>
        {
            CryptoLibrary.ThrowIfMissing();
            var path = Path.GetFullPath(result.GetValue(CommonOptions.Config) ?? ConfigurationRequest.DefaultPath);
            var isNew = WriteConfiguration(path, result.GetValue(CommonOptions.DataDirectory));
            var options = LoadedOptions.Require(result);
            using var key = NodeKey.Generate();
            KeyFile.Create(options.Node.KeypairPath, key);
            CreateDirectory(options.Node.StoragePath);

            var output = result.InvocationConfiguration.Output;
            output.WriteLine($"node_id: {key.NodeId}");
            output.WriteLine($"key: {options.Node.KeypairPath} (keep a copy of it somewhere safe: it is the node)");
            output.WriteLine($"configuration: {path}{(isNew ? "" : " (was there, left as it is)")}");
            output.WriteLine($"data: {options.Node.StoragePath}");
            output.WriteLine();
            output.WriteLine("Places are signed with position_decimals = 3, about 100 m: what is signed is public for ever. Change it before you start.");
            output.WriteLine("Next: set [node] latitude and longitude, then `stratum start`. Only this machine may post readings at first;");
            output.WriteLine("to let your home network post, add it to [ingest] open_networks, for instance \"192.168.1.0/24\".");
            return (int)ExitCode.Done;
        });
        return command;
    }

    // An existing configuration is the user's and stays as it is.
    private static bool WriteConfiguration(string path, string? dataDirectory)
    {
        if (File.Exists(path))
        {
            return false;
        }

        var text = WithLine(ExampleConfiguration.Text, "position_decimals", "3");
        if (dataDirectory is not null)
        {
            // What `init --data-dir` made must be found by a `start` without the flag.
            text = WithLine(text, "storage_path", TomlString(Path.GetFullPath(dataDirectory)));
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"cannot write {path}: {e.Message}", ExitCode.Usage, e);
        }
    }

    // The first line of the key, set or commented out: [node] is the first table of the file.
    private static string WithLine(string text, string key, string value)
    {
        var lines = text.Split('\n');
        lines[Array.FindIndex(lines, line => line.TrimStart('#', ' ').StartsWith($"{key} =", StringComparison.Ordinal))] = $"{key} = {value}";
        return string.Join('\n', lines);
    }

    private static string TomlString(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static void CreateDirectory(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"cannot make the data directory {directory}: {e.Message}", ExitCode.Usage, e);
        }
    }
}
