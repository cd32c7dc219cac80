using System.Collections.Frozen;
using Stratum.Core;

namespace Stratum.Mesh.Gossip;

/// <summary>A batch between verification and the store.</summary>
internal sealed record JudgedBatch
{
    public required BatchPurpose Purpose { get; init; }

    /// <summary>What is wrong with the columns; then nothing of the batch is taken.</summary>
    public string? Problem { get; init; }

    /// <summary>How far the sender says that it is from where the signers' observations enter.</summary>
    public IReadOnlyDictionary<NodeId, int> Hops { get; init; } = FrozenDictionary<NodeId, int>.Empty;

    public List<SignedObservation> Verified { get; } = [];

    public List<RefusedRow> Refused { get; } = [];

    /// <summary>Whose observations came that were known already.</summary>
    public HashSet<NodeId> DuplicateSigners { get; } = [];
}
