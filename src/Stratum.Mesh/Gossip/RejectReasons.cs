namespace Stratum.Mesh.Gossip;

/// <summary>Names of reasons, as the label of stratum_rejected_total has them.</summary>
internal static class RejectReasons
{
    /// <summary>How many reasons there are.</summary>
    public const int Count = (int)RejectReason.NoRoom + 1;

    /// <summary>A number that this program does not know (a newer peer's) is taken for a lasting one of no known kind.</summary>
    public static RejectReason FromWire(uint reason) => reason < Count ? (RejectReason)reason : RejectReason.InvalidContent;

    public static string NameOf(RejectReason reason) => reason switch
    {
        RejectReason.FutureVersion => "future_version",
        RejectReason.InvalidContent => "invalid_content",
        RejectReason.FutureTimestamp => "future_timestamp",
        RejectReason.Expired => "expired",
        RejectReason.DeniedSigner => "denied_signer",
        RejectReason.LinkBudget => "link_budget",
        RejectReason.SignerBudget => "signer_budget",
        RejectReason.BadSignature => "bad_signature",
        RejectReason.TooManySeries => "too_many_series",
        RejectReason.Duplicate => "duplicate",
        RejectReason.StoreStopped => "store_stopped",
        RejectReason.UntrustedSigner => "untrusted_signer",
        RejectReason.NoRoom => "no_room",
        RejectReason.SeriesBudget => "series_budget",
        _ => "none",
    };

    /// <summary>Whether the same observation would be refused again: then it is neither asked for nor offered a second time on a link.</summary>
    public static bool IsLasting(RejectReason reason) => reason is RejectReason.FutureVersion or RejectReason.InvalidContent or RejectReason.Expired
        or RejectReason.DeniedSigner or RejectReason.BadSignature or RejectReason.TooManySeries or RejectReason.UntrustedSigner
        or RejectReason.NoRoom;
}
