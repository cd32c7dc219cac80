using System.Security.Cryptography;

namespace Stratum.Core;

/// <summary>A node's Ed25519 key pair. Disposing it wipes the secret.</summary>
public sealed class NodeKey : IDisposable
{
    /// <summary>Length of the seed from which the pair follows (RFC 8032, section 5.1.5).</summary>
    public const int SeedSize = 32;

    private readonly byte[] _secretKey = GC.AllocateArray<byte>(64, pinned: true);
    private bool _disposed;

    private NodeKey(ReadOnlySpan<byte> seed)
    {
        Sodium.ThrowIfMissing();
        Span<byte> publicKey = stackalloc byte[Hash256.Size];
        if (Sodium.SeedKeyPair(publicKey, _secretKey, seed) != 0)
        {
            throw new StratumException("libsodium could not derive a key pair", ExitCode.Internal);
        }

        NodeId = new NodeId(new Hash256(publicKey));
    }

    /// <summary>The public half.</summary>
    public NodeId NodeId { get; }

    /// <summary>Makes a new key from the operating system's random numbers.</summary>
    public static NodeKey Generate()
    {
        Span<byte> seed = stackalloc byte[SeedSize];
        RandomNumberGenerator.Fill(seed);
        var key = new NodeKey(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }

    /// <summary>The key that follows from a 32-byte seed. Throws <see cref="ArgumentException"/> for any other length.</summary>
    public static NodeKey FromSeed(ReadOnlySpan<byte> seed) => seed.Length == SeedSize
        ? new NodeKey(seed)
        : throw new ArgumentException($"{seed.Length} bytes given, {SeedSize} needed", nameof(seed));

    /// <summary>Signs a message. Uses other than observations sign a labelled prefix, never bytes that begin with '{'.</summary>
    public Signature Sign(ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<byte> signature = stackalloc byte[Signature.Size];
        if (Sodium.SignDetached(signature, out _, message, (ulong)message.Length, _secretKey) != 0)
        {
            throw new StratumException("libsodium could not sign", ExitCode.Internal);
        }

        return Signature.FromBytes(signature);
    }

    /// <summary>Copies the 32-byte seed out, for the key file. The caller wipes it.</summary>
    public void CopySeedTo(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _secretKey.AsSpan(0, SeedSize).CopyTo(destination);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_secretKey);
        _disposed = true;
    }
}
