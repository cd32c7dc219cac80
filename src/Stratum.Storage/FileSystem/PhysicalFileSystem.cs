using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The machine's file system. Offsets are absolute: no file has a position, so readers share a handle.</summary>
public sealed class PhysicalFileSystem : IFileSystem
{
    /// <summary>The only instance; it has no state.</summary>
    public static readonly PhysicalFileSystem Instance = new();

    private PhysicalFileSystem()
    {
    }

    /// <inheritdoc/>
    public IFile Create(string path) => Open(path, FileMode.CreateNew, FileAccess.ReadWrite);

    /// <inheritdoc/>
    public IFile OpenRead(string path) => Open(path, FileMode.Open, FileAccess.Read);

    /// <inheritdoc/>
    public IFile OpenWrite(string path) => Open(path, FileMode.Open, FileAccess.ReadWrite);

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFiles(string directory)
    {
        var names = new List<string>();
        foreach (var path in Directory.EnumerateFiles(directory))
        {
            names.Add(Path.GetFileName(path));
        }

        return names;
    }

    /// <inheritdoc/>
    public void CreateDirectory(string directory)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        if (Path.GetDirectoryName(directory) is { Length: > 0 } parent && !Directory.Exists(parent))
        {
            CreateDirectory(parent);
            DirectoryFlush.Flush(Path.GetDirectoryName(parent) ?? parent);
        }

        Directory.CreateDirectory(directory);
    }

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc/>
    public void Replace(string source, string target) => File.Move(source, target, overwrite: true);

    /// <inheritdoc/>
    public bool TryLink(string source, string target) => HardLink.TryCreate(source, target);

    /// <inheritdoc/>
    public void FlushDirectory(string directory) => DirectoryFlush.Flush(directory);

    /// <inheritdoc/>
    public long FreeBytes(string directory) => new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;

    /// <inheritdoc/>
    public IDisposable Lock(string path)
    {
        try
        {
            // FileShare.None is an advisory flock on Unix: it goes with the process, however the process ends.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException exception)
        {
            throw new IOException($"{path} is held by another process; stop that node or choose another storage_path", exception);
        }
    }

    // Readers and the writer of one process share files, so sharing is left open; the lock file keeps other processes out.
    private static PhysicalFile Open(string path, FileMode mode, FileAccess access) => new(
        File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess));
}
