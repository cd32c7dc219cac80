using System.Formats.Tar;
using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Node.Backup;

/// <summary>Writes the files of a source, and then the manifest with their hashes: a backup without one was cut off.</summary>
internal sealed class BackupWriter(TimeProvider time, Action<long> onBytes, CancellationToken cancellationToken)
{
    private readonly List<BackupEntry> _entries = [];

    /// <summary>Into a directory that is empty or does not exist: tables by hard links where it is on the same file system.</summary>
    public BackupManifest ToDirectory(BackupSource source, string? keyPath, string directory)
    {
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new StratumException($"{directory} is not empty; a backup is never mixed with another: name a new directory");
        }

        CreatePrivate(directory);
        foreach (var (path, name) in WithKey(source, keyPath))
        {
            var target = Path.Combine(directory, name);
            CreatePrivate(Path.GetDirectoryName(target)!);
            // Tables never change; everything else may.
            var isLinked = path.EndsWith(".table", StringComparison.Ordinal) && PhysicalFileSystem.Instance.TryLink(path, target);
            using var from = File.OpenRead(path);
            using var to = isLinked ? null : CreatePrivateFile(target);
            var (bytes, sha256) = HashedCopy.Run(from, to, long.MaxValue, onBytes, cancellationToken);
            to?.Flush(flushToDisk: true);
            _entries.Add(new BackupEntry(name, bytes, sha256));
        }

        var manifest = Manifest();
        using (var file = CreatePrivateFile(Path.Combine(directory, BackupManifest.FileName)))
        {
            file.Write(manifest.ToBytes());
            file.Flush(flushToDisk: true);
        }

        PhysicalFileSystem.Instance.FlushDirectory(directory);
        return manifest;
    }

    /// <summary>As a tar archive.</summary>
    public BackupManifest ToTar(BackupSource source, string? keyPath, Stream output)
    {
        using var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var (path, name) in WithKey(source, keyPath))
        {
            using var from = File.OpenRead(path);
            // The header says the length before the bytes come: what a file grows by meanwhile belongs to the next backup.
            using var part = new HashingStream(from, from.Length, onBytes, cancellationToken);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = part,
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            _entries.Add(new BackupEntry(name, part.Length, part.Sha256()));
        }

        var manifest = Manifest();
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.FileName) { DataStream = new MemoryStream(manifest.ToBytes()) });
        return manifest;
    }

    private BackupManifest Manifest() => new()
    {
        Version = BackupManifest.CurrentVersion,
        Created = time.GetUtcNow().ToUnixTimeSeconds(),
        Files = _entries,
    };

    private static IEnumerable<(string Path, string Name)> WithKey(BackupSource source, string? keyPath) =>
        keyPath is null ? source.Files : source.Files.Append((keyPath, BackupManifest.KeyName));

    /// <summary>Observations may be anyone's business, keys are not: nothing of a backup is for others.</summary>
    public static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public static FileStream CreatePrivateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
