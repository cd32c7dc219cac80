namespace Stratum.Core;

/// <summary>How this node regards a signer.</summary>
public enum SignerStanding
{
    /// <summary>Nothing is known of the key.</summary>
    Unknown = 0,

    /// <summary>This node itself.</summary>
    Own = 1,

    /// <summary>On the operator's trust list.</summary>
    Trusted = 2,
}

/// <summary>The operator's view of signers. It changes what is shown and how it is weighed, never which observations are kept.</summary>
public interface ISignerTrust
{
    /// <summary>The standing of a signer; cheap, called for each observation shown.</summary>
    SignerStanding StandingOf(NodeId signer);

    /// <summary>Whether the signer is this node itself, whatever else the operator says of it: what it signed is kept as one's own.</summary>
    bool IsOwn(NodeId signer) => StandingOf(signer) == SignerStanding.Own;
}
