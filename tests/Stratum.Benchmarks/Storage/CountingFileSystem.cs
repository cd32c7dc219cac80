using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Benchmarks;

/// <summary>The machine's file system, counting what is written.</summary>
internal sealed class CountingFileSystem : IFileSystem
{
    private readonly PhysicalFileSystem _inner = PhysicalFileSystem.Instance;
    private long _written;

    public long Written => Interlocked.Read(ref _written);

    public IFile Create(string path) => new CountingFile(this, _inner.Create(path));

    public IFile OpenRead(string path) => _inner.OpenRead(path);

    public IFile OpenWrite(string path) => new CountingFile(this, _inner.OpenWrite(path));

    public bool Exists(string path) => _inner.Exists(path);

    public IReadOnlyList<string> ListFiles(string directory) => _inner.ListFiles(directory);

    public void CreateDirectory(string directory) => _inner.CreateDirectory(directory);

    public void Delete(string path) => _inner.Delete(path);

    public void Replace(string source, string target) => _inner.Replace(source, target);

    public void FlushDirectory(string directory) => _inner.FlushDirectory(directory);

    public long FreeBytes(string directory) => _inner.FreeBytes(directory);

    public IDisposable Lock(string path) => _inner.Lock(path);

    private sealed class CountingFile(CountingFileSystem system, IFile inner) : IFile
    {
        public long Length => inner.Length;

        public int Read(long offset, Span<byte> buffer) => inner.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> buffer)
        {
            inner.Write(offset, buffer);
            Interlocked.Add(ref system._written, buffer.Length);
        }

        public void FlushFile() => inner.FlushFile();

        public void SetLength(long length) => inner.SetLength(length);

        public void Dispose() => inner.Dispose();
    }
}
