using System.Security.Cryptography;

namespace Stratum.Node.Backup;

/// <summary>The first so many bytes of another stream, hashed as they are read.</summary>
internal sealed class HashingStream(Stream source, long length, Action<long> onBytes, CancellationToken cancellationToken) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    public override bool CanRead => true;

    /// <summary>An archive asks for the length in advance, and only of those that say so.</summary>
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>In hex, once everything is read.</summary>
    public string Sha256() => _read == length
        ? Convert.ToHexStringLower(_hash.GetHashAndReset())
        : throw new IOException($"{_read} of {length} bytes could be read");

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = source.Read(buffer[..(int)Math.Min(buffer.Length, length - _read)]);
        _hash.AppendData(buffer[..read]);
        _read += read;
        onBytes(read);
        return read;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
