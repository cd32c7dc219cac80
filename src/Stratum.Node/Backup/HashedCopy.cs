using System.Security.Cryptography;

namespace Stratum.Node.Backup;

/// <summary>Copies and hashes in one pass.</summary>
internal static class HashedCopy
{
    private const int BufferBytes = 1 << 18;

    /// <summary>Copies at most so many bytes; returns what was copied and its SHA-256 in hex.</summary>
    public static (long Bytes, string Sha256) Run(Stream source, Stream? target, long bytesMax, Action<long> onBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long total = 0;
        while (total < bytesMax && source.Read(buffer, 0, (int)Math.Min(buffer.Length, bytesMax - total)) is var read and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            target?.Write(buffer, 0, read);
            total += read;
            onBytes(read);
        }

        return (total, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
