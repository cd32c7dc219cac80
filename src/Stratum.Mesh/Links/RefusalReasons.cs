using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Links;

/// <summary>Names and numbers of reasons.</summary>
internal static class RefusalReasons
{
    /// <summary>How many reasons there are.</summary>
    public const int Count = (int)RefusalReason.ViewFull + 1;

    /// <summary>A number that this program does not know (a newer peer's) counts as no reason given.</summary>
    public static RefusalReason FromWire(uint reason) => reason <= (uint)RefusalReason.ViewFull ? (RefusalReason)reason : RefusalReason.None;

    /// <summary>The label of counters and of /peers.</summary>
    public static string NameOf(RefusalReason reason) => reason switch
    {
        RefusalReason.Unreachable => "unreachable",
        RefusalReason.BadCertificate => "bad_certificate",
        RefusalReason.WrongIdentity => "wrong_identity",
        RefusalReason.NotThePinnedNode => "not_the_pinned_node",
        RefusalReason.UnknownVersion => "unknown_version",
        RefusalReason.WrongNetwork => "wrong_network",
        RefusalReason.WrongFormationKey => "wrong_formation_key",
        RefusalReason.NotAllowed => "not_allowed",
        RefusalReason.Denied => "denied",
        RefusalReason.ClockOff => "clock_off",
        RefusalReason.TooManyLinks => "too_many_links",
        RefusalReason.Self => "self",
        RefusalReason.DuplicateLink => "duplicate_link",
        RefusalReason.Malformed => "malformed",
        RefusalReason.BadSignatures => "bad_signatures",
        RefusalReason.OverBudget => "over_budget",
        RefusalReason.HandshakeTimeout => "handshake_timeout",
        RefusalReason.Shutdown => "shutdown",
        RefusalReason.Silent => "silent",
        RefusalReason.ViewFull => "view_full",
        _ => "none",
    };
}
