using System.Formats.Tar;
using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Node.Backup;

/// <summary>
/// Restores a backup into a directory that is empty or does not exist. Everything goes into a directory beside it first, every hash is compared, the store
/// begins a new life, and then the directory takes its name: what was not restored whole is not there.
/// </summary>
internal sealed class BackupReader(Action<long> onBytes, CancellationToken cancellationToken)
{
    private const string PartialSuffix = ".restoring";

    private readonly Dictionary<string, (long Bytes, string Sha256)> _found = new(StringComparer.Ordinal);
    private BackupManifest? _manifest;

    /// <summary>Restores a backup: a directory, a tar archive, or one on standard input (null).</summary>
    public BackupManifest Run(string? backup, Stream? input, string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new StratumException($"{target} is not empty; a restore never overwrites: name a directory that does not exist");
        }

        var partial = target + PartialSuffix;
        if (Directory.Exists(partial))
        {
            throw new StratumException($"{partial} is there, of a restore that did not end; remove it first");
        }

        BackupWriter.CreatePrivate(partial);
        try
        {
            Read(backup, input, partial);
            var manifest = Compare();
            StoreRestore.BeginLife(partial, PhysicalFileSystem.Instance);
            Flush(partial);
            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(partial, target);
            PhysicalFileSystem.Instance.FlushDirectory(Path.GetDirectoryName(target)!);
            return manifest;
        }
        catch
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }

            throw;
        }
    }

    private void Read(string? backup, Stream? input, string partial)
    {
        if (backup is not null && Directory.Exists(backup))
        {
            ReadDirectory(backup, partial);
            return;
        }

        using var file = backup is null ? null : OpenFile(backup);
        try
        {
            ReadTar(file ?? input!, partial);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new StratumException($"the backup is no tar archive, or was cut off: {exception.Message}", ExitCode.CheckFailed, exception);
        }
    }

    private static FileStream OpenFile(string path) =>
        File.Exists(path) ? File.OpenRead(path) : throw new StratumException($"there is no backup at {path}");

    private void ReadDirectory(string backup, string partial)
    {
        using (var file = OpenFile(Path.Combine(backup, BackupManifest.FileName)))
        {
            _manifest = BackupManifest.Read(file);
        }

        foreach (var entry in _manifest.Files)
        {
            using var from = OpenFile(Path.Combine(backup, entry.Path));
            Take(entry.Path, from, partial);
        }
    }

    private void ReadTar(Stream archive, string partial)
    {
        using var tar = new TarReader(archive, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                || (entry.Name != BackupManifest.FileName && !BackupManifest.IsSafe(entry.Name)))
            {
                throw new StratumException($"the archive holds '{entry.Name}', which no backup has", ExitCode.CheckFailed);
            }

            if (entry.Name == BackupManifest.FileName)
            {
                _manifest = BackupManifest.Read(entry.DataStream ?? Stream.Null);
            }
            else
            {
                Take(entry.Name, entry.DataStream ?? Stream.Null, partial);
            }
        }
    }

    private void Take(string name, Stream from, string partial)
    {
        var isData = name.StartsWith(BackupManifest.DataFolder, StringComparison.Ordinal);
        var path = Path.Combine(partial, isData ? name[BackupManifest.DataFolder.Length..] : name);
        BackupWriter.CreatePrivate(Path.GetDirectoryName(path)!);
        using var to = BackupWriter.CreatePrivateFile(path);
        _found[name] = HashedCopy.Run(from, to, long.MaxValue, onBytes, cancellationToken);
        to.Flush(flushToDisk: true);
    }

    private BackupManifest Compare()
    {
        var manifest = _manifest ?? throw new StratumException($"the backup has no {BackupManifest.FileName}: it was cut off", ExitCode.CheckFailed);
        foreach (var entry in manifest.Files)
        {
            if (!_found.Remove(entry.Path, out var found))
            {
                throw new StratumException($"the backup lacks {entry.Path}; nothing was restored", ExitCode.CheckFailed);
            }

            if (found != (entry.Bytes, entry.Sha256))
            {
                throw new StratumException($"{entry.Path} is not what was backed up: its SHA-256 is another; nothing was restored", ExitCode.CheckFailed);
            }
        }

        return _found.Count == 0
            ? manifest
            : throw new StratumException($"the backup holds {_found.Keys.First()}, which {BackupManifest.FileName} does not name", ExitCode.CheckFailed);
    }

    private static void Flush(string directory)
    {
        foreach (var folder in Directory.EnumerateDirectories(directory).Append(directory))
        {
            PhysicalFileSystem.Instance.FlushDirectory(folder);
        }
    }
}
