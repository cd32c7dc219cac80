namespace Stratum.Mesh.Gossip;

/// <summary>Why an observation was not taken. The number travels in BackfillTaken.</summary>
internal enum RejectReason
{
    None = 0,

    /// <summary>The signing payload version is newer than this program.</summary>
    FutureVersion = 1,

    /// <summary>A field breaks the rules of its version.</summary>
    InvalidContent = 2,

    /// <summary>The timestamp is further in the future than max_future_s.</summary>
    FutureTimestamp = 3,

    /// <summary>Older than the retention floor.</summary>
    Expired = 4,

    /// <summary>The signer is on the deny list.</summary>
    DeniedSigner = 5,

    /// <summary>The link is over its budget.</summary>
    LinkBudget = 6,

    /// <summary>The signer is over its budget.</summary>
    SignerBudget = 7,

    /// <summary>Ed25519 says no.</summary>
    BadSignature = 8,

    /// <summary>One more series than the store takes.</summary>
    TooManySeries = 9,

    /// <summary>Known already: not a refusal, but nothing to do.</summary>
    Duplicate = 10,

    /// <summary>The store takes no writes.</summary>
    StoreStopped = 11,

    /// <summary>The signer is unknown and the trust policy refuses unknown signers.</summary>
    UntrustedSigner = 12,

    /// <summary>The signer, or all unknown ones together, began as many series today as they may.</summary>
    SeriesBudget = 13,

    /// <summary>The store is over its quota with observations of its own node.</summary>
    NoRoom = 14,
}
