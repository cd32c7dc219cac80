namespace Stratum.Core;

/// <summary>
/// Ed25519 verification by libsodium: strict, and the same on every node. Refused are a non-canonical S, a small-order or
/// non-canonical public key and a small-order R, so that no signature can be changed into another valid one.
/// </summary>
public static class Ed25519
{
    /// <summary>Whether the signature is right. Throws <see cref="StratumException"/> when libsodium is missing.</summary>
    public static bool Verify(ReadOnlySpan<byte> message, Signature signature, NodeId signer)
    {
        Sodium.ThrowIfMissing();
        Span<byte> signatureBytes = stackalloc byte[Signature.Size];
        Span<byte> publicKey = stackalloc byte[Hash256.Size];
        signature.CopyTo(signatureBytes);
        signer.PublicKey.CopyTo(publicKey);
        return Sodium.VerifyDetached(signatureBytes, message, (ulong)message.Length, publicKey) == 0;
    }
}
