namespace Stratum.Core;

/// <summary>What became of one observation of an append.</summary>
public enum AppendOutcome
{
    /// <summary>New, and durable as the store's durability setting says.</summary>
    Added,

    /// <summary>The store held this content already; nothing changed (but the lower of two signatures is kept).</summary>
    Duplicate,

    /// <summary>Older than the retention floor: not stored, since it would leave again at once.</summary>
    Expired,

    /// <summary>The series would be one more than max_series allows.</summary>
    TooManySeries,

    /// <summary>The signer is unknown here, and the trust policy refuses unknown signers.</summary>
    UntrustedSigner,

    /// <summary>The store is over its quota with observations of this node alone, which it keeps: it takes none of others.</summary>
    NoRoom,
}
