using System.CommandLine;
using Stratum.Core;
using Stratum.Node.Backup;

namespace Stratum.Node.Cli;

/// <summary><c>stratum backup</c> and <c>stratum restore</c>.</summary>
internal static class BackupCommand
{
    private const string StandardStream = "-";

    public static Command CreateBackup()
    {
        var target = new Argument<string>("target") { Description = "A directory that does not exist, or - for a tar archive on standard output" };
        var withKey = new Option<bool>("--with-key") { Description = "Put the node's key into it, too: whoever has it is the node" };
        var command = new Command("backup", "Back up the store of a running or stopped node") { target, withKey };
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = LoadedOptions.Require(result);
            var name = result.GetValue(target)!;
            var error = result.InvocationConfiguration.Error;
            using var source = await BackupSource.OpenAsync(Path.GetFullPath(options.Node.StoragePath), cancellationToken);
            var progress = ByteProgress.On(error, TimeProvider.System, source.Files.Sum(static file => new FileInfo(file.Path).Length));
            var writer = new BackupWriter(TimeProvider.System, progress.Add, cancellationToken);
            var key = result.GetValue(withKey) ? options.Node.KeypairPath : null;
            BackupManifest manifest;
            try
            {
                if (name == StandardStream)
                {
                    using var output = Console.OpenStandardOutput();
                    manifest = writer.ToTar(source, key, output);
                }
                else
                {
                    manifest = writer.ToDirectory(source, key, Path.GetFullPath(name));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new StratumException(
                    $"the backup failed: {exception.Message}; what was written has no {BackupManifest.FileName} and cannot be restored");
            }

            progress.End();
            var kibibytes = manifest.Files.Sum(static file => file.Bytes) >> 10;
            error.WriteLine(
                $"{manifest.Files.Count} files, {kibibytes} KiB, of a {(source.IsLive ? "running" : "stopped")} node, "
                    + (key is null ? "without its key" : "with its key: keep it as safe as the key itself"));
            return (int)ExitCode.Done;
        });
        return command;
    }

    public static Command CreateRestore()
    {
        var backup = new Argument<string>("backup") { Description = "A directory or tar archive of `stratum backup`, or - for standard input" };
        var directory = new Argument<string>("directory") { Description = "The new data directory: it does not exist, or is empty" };
        var command = new Command("restore", "Restore a backup into a new data directory") { backup, directory };
        command.SetAction((result, cancellationToken) =>
        {
            var name = result.GetValue(backup)!;
            var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(result.GetValue(directory)!));
            var error = result.InvocationConfiguration.Error;
            var progress = ByteProgress.On(error, TimeProvider.System, total: 0);
            var reader = new BackupReader(progress.Add, cancellationToken);
            BackupManifest manifest;
            try
            {
                using var input = name == StandardStream ? Console.OpenStandardInput() : null;
                manifest = reader.Run(input is null ? Path.GetFullPath(name) : null, input, target);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new StratumException($"the restore failed: {exception.Message}; nothing was restored");
            }

            progress.End();
            var hasKey = manifest.Files.Any(static file => file.Path == BackupManifest.KeyName);
            error.WriteLine($"{manifest.Files.Count} files, every hash is right: {target}" + (hasKey
                ? $"; the key is {Path.Combine(target, BackupManifest.KeyName)}: never run it on two machines at once"
                : "; without a key: what this node signed is its own only under the key that signed it"));
            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }
}
