using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Unix seconds below which observations are neither taken nor kept, by who signed them. All begin a day. One's own have a floor of their own; those of
/// others leave by age together, and by quota the unknown ones first.
/// </summary>
/// <param name="Own">Of this node itself: 0 keeps all.</param>
/// <param name="Trusted">Of trusted signers.</param>
/// <param name="Unknown">Of everyone else.</param>
internal readonly record struct RetentionFloors(long Own, long Trusted, long Unknown)
{
    /// <summary>Below it nothing of others is taken, and nothing is offered.</summary>
    public long Shared => Math.Min(Trusted, Unknown);

    /// <summary>Below it nothing at all is kept.</summary>
    public long Lowest => Math.Min(Own, Shared);

    /// <summary>The floor of a class.</summary>
    public long Of(ObservationClass owner) => owner switch
    {
        ObservationClass.Own => Own,
        ObservationClass.Trusted => Trusted,
        ObservationClass.Unknown => Unknown,
        _ => throw new ArgumentOutOfRangeException(nameof(owner), owner, "not a class"),
    };

    /// <summary>The class of a signer.</summary>
    public static ObservationClass ClassOf(ISignerTrust trust, NodeId signer) => trust.IsOwn(signer) ? ObservationClass.Own
        : trust.StandingOf(signer) == SignerStanding.Unknown ? ObservationClass.Unknown
        : ObservationClass.Trusted;
}
