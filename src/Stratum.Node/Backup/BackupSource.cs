using Stratum.Core;
using Stratum.Node.Control;
using Stratum.Storage;

namespace Stratum.Node.Backup;

/// <summary>The files to back up: of a snapshot that the running node holds, or of a stopped node's data directory under its lock.</summary>
internal sealed class BackupSource : IDisposable
{
    private readonly IDisposable _held;

    private BackupSource(IDisposable held, bool isLive, IReadOnlyList<(string Path, string Name)> files)
    {
        (_held, IsLive) = (held, isLive);
        Files = files;
    }

    /// <summary>Whether the node is running.</summary>
    public bool IsLive { get; }

    /// <summary>Where each is, and its name in the backup.</summary>
    public IReadOnlyList<(string Path, string Name)> Files { get; }

    /// <summary>Throws <see cref="StratumException"/> when there is no store, or a running node gives no snapshot.</summary>
    public static async Task<BackupSource> OpenAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(dataDirectory, "tables")))
        {
            throw new StratumException($"there is no store in {dataDirectory}; name the data directory with --data-dir, or the configuration with --config");
        }

        if (await LiveSnapshot.TryTakeAsync(dataDirectory, cancellationToken) is { } live)
        {
            return new BackupSource(live, isLive: true, [.. StoreFiles(live.Folder), .. OtherFiles(dataDirectory)]);
        }

        try
        {
            var held = PhysicalFileSystem.Instance.Lock(Path.Combine(dataDirectory, "LOCK"));
            return new BackupSource(held, isLive: false, [.. StoreFiles(dataDirectory), .. OtherFiles(dataDirectory)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StratumException(
                $"{dataDirectory} is in use, and its node does not answer on {ControlSocket.FileName} ({exception.Message}); run this as the node's user, "
                    + "or stop the node first",
                ExitCode.Usage,
                exception);
        }
    }

    public void Dispose() => _held.Dispose();

    private static IEnumerable<(string Path, string Name)> StoreFiles(string directory)
    {
        foreach (var folder in (string[])["", "wal", "tables"])
        {
            foreach (var path in Directory.EnumerateFiles(Path.Combine(directory, folder)).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(path);
                if (folder.Length > 0 || name == "CURRENT" || name.StartsWith("MANIFEST-", StringComparison.Ordinal))
                {
                    yield return (path, BackupManifest.DataFolder + (folder.Length > 0 ? folder + "/" : "") + name);
                }
            }
        }
    }

    // What else the node keeps there: withdrawals, what adapters remember, hashes of tokens. No key is among it.
    private static IEnumerable<(string Path, string Name)> OtherFiles(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(path) is ".log" or ".json")
            {
                yield return (path, BackupManifest.DataFolder + Path.GetFileName(path));
            }
        }
    }
}
