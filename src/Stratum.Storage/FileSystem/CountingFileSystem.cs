using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Passes everything on and counts the bytes that are passed to a write: the numerator of write amplification.</summary>
internal sealed class CountingFileSystem(IFileSystem inner) : IFileSystem
{
    private long _bytesWritten;

    public long BytesWritten => Interlocked.Read(ref _bytesWritten);

    /// <summary>The same without counting.</summary>
    public IFileSystem Inner => inner;

    public IFile Create(string path) => new CountingFile(inner.Create(path), this);

    public IFile OpenRead(string path) => inner.OpenRead(path);

    public IFile OpenWrite(string path) => new CountingFile(inner.OpenWrite(path), this);

    public bool Exists(string path) => inner.Exists(path);

    public IReadOnlyList<string> ListFiles(string directory) => inner.ListFiles(directory);

    public void CreateDirectory(string directory) => inner.CreateDirectory(directory);

    public void Delete(string path) => inner.Delete(path);

    public void Replace(string source, string target) => inner.Replace(source, target);

    public void FlushDirectory(string directory) => inner.FlushDirectory(directory);

    public long FreeBytes(string directory) => inner.FreeBytes(directory);

    public IDisposable Lock(string path) => inner.Lock(path);

    private sealed class CountingFile(IFile file, CountingFileSystem owner) : IFile
    {
        public long Length => file.Length;

        public int Read(long offset, Span<byte> buffer) => file.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> buffer)
        {
            Interlocked.Add(ref owner._bytesWritten, buffer.Length);
            file.Write(offset, buffer);
        }

        public void FlushFile() => file.FlushFile();

        public void SetLength(long length) => file.SetLength(length);

        public void Dispose() => file.Dispose();
    }
}
