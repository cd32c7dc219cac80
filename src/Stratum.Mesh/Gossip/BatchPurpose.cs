namespace Stratum.Mesh.Gossip;

/// <summary>Why a batch came.</summary>
internal enum BatchPurpose
{
    /// <summary>Gossip.</summary>
    Live,

    /// <summary>The answer to what this node wanted in a run of reconciliation that it drives.</summary>
    Wanted,

    /// <summary>What the peer has and this node lacks, in a run that the peer drives.</summary>
    Pushed,
}
