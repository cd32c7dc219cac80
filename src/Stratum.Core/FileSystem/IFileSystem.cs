namespace Stratum.Core;

/// <summary>
/// Every file operation of Storage and Archive. Tests put a file system in its place that loses, tears and fails. Paths are
/// full paths. Errors are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>, as the framework's.
/// </summary>
public interface IFileSystem
{
    /// <summary>Opens a new file for appending; fails when it exists.</summary>
    IFile Create(string path);

    /// <summary>Opens an existing file for reading at any offset.</summary>
    IFile OpenRead(string path);

    /// <summary>Opens an existing file for reading and writing at any offset.</summary>
    IFile OpenWrite(string path);

    /// <summary>Whether the file exists.</summary>
    bool Exists(string path);

    /// <summary>Names (without directory) of the files of a directory, in no order.</summary>
    IReadOnlyList<string> ListFiles(string directory);

    /// <summary>
    /// Makes a directory and its parents; nothing happens when it exists. Parents that had to be made are durable at once, the
    /// directory itself after <see cref="FlushDirectory"/> of its parent.
    /// </summary>
    void CreateDirectory(string directory);

    /// <summary>Removes a file. Durable only after <see cref="FlushDirectory"/>.</summary>
    void Delete(string path);

    /// <summary>Renames within one directory, replacing the target. Durable only after <see cref="FlushDirectory"/>.</summary>
    void Replace(string source, string target);

    /// <summary>
    /// Gives a file that is never written again a second name on the same file system. False, and nothing is done, where that cannot be: copy it then.
    /// </summary>
    bool TryLink(string source, string target) => false;

    /// <summary>fsync of the directory itself: makes creations, renames and removals in it durable.</summary>
    void FlushDirectory(string directory);

    /// <summary>Free bytes on the file system that holds the directory.</summary>
    long FreeBytes(string directory);

    /// <summary>Takes the exclusive lock of a data directory; throws <see cref="IOException"/> when another process holds it. Disposing releases it.</summary>
    IDisposable Lock(string path);
}

/// <summary>An open file. Not for several writers at once.</summary>
public interface IFile : IDisposable
{
    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads at an offset until the buffer is full or the file ends; returns how many bytes.</summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Writes the whole buffer at an offset.</summary>
    void Write(long offset, ReadOnlySpan<byte> buffer);

    /// <summary>fsync: returns when the content is on the disk.</summary>
    void FlushFile();

    /// <summary>Cuts or extends to a length.</summary>
    void SetLength(long length);
}
