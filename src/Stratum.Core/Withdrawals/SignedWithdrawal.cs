namespace Stratum.Core;

/// <summary>A withdrawal with its signature: what travels and is kept.</summary>
public sealed class SignedWithdrawal
{
    internal SignedWithdrawal(Withdrawal statement, NodeId signer, Signature signature, ReadOnlyMemory<byte> body)
    {
        (Statement, Signer, Signature, Body) = (statement, signer, signature, body);
        Id = WithdrawalForm.IdOf(body.Span, signer);
    }

    /// <summary>What is said.</summary>
    public Withdrawal Statement { get; }

    /// <summary>Whose observations, and by whom it is said: nobody can withdraw another's.</summary>
    public NodeId Signer { get; }

    /// <summary>Ed25519 over the label and <see cref="Body"/>.</summary>
    public Signature Signature { get; }

    /// <summary>The canonical JSON, UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>SHA-256 of the body followed by the signer's public key.</summary>
    public Hash256 Id { get; }
}
