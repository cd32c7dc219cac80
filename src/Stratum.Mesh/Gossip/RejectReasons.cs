namespace Stratum.Mesh.Gossip;

/// <summary>Names of reasons, as the label of stratum_rejected_total has them.</summary>
internal static class RejectReasons
{
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
        _ => "none",
    };
}
