using System.Collections.Frozen;
using Stratum.Core;

namespace Stratum.Mesh.Gossip;

/// <summary>What became of a batch.</summary>
internal sealed record TakenBatch
{
    public required BatchPurpose Purpose { get; init; }

    /// <summary>What is wrong with the columns; then nothing of the batch was taken.</summary>
    public string? Problem { get; init; }

    /// <summary>New here and durable: what travels on.</summary>
    public IReadOnlyList<SignedObservation> Stored { get; init; } = [];

    /// <summary>Not taken; duplicates are not among them.</summary>
    public IReadOnlyList<RefusedRow> Refused { get; init; } = [];

    /// <summary>Whose observations came that were known already.</summary>
    public IReadOnlySet<NodeId> DuplicateSigners { get; init; } = FrozenSet<NodeId>.Empty;

    /// <summary>How far the sender says that it is from where the signers' observations enter.</summary>
    public IReadOnlyDictionary<NodeId, int> Hops { get; init; } = FrozenDictionary<NodeId, int>.Empty;

    /// <summary>The same of one signer.</summary>
    public int HopsOf(NodeId signer) => Hops.TryGetValue(signer, out var hops) ? hops : SignerHops.Unknown;
}
