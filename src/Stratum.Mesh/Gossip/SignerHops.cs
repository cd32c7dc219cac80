using System.Collections.Frozen;
using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Gossip;

/// <summary>
/// How many links lie between where a signer's observations enter the mesh and a node: what a batch says of its sender, in a column of one byte a signer.
/// Nothing proves it. It only chooses between neighbours that both bring the observations.
/// </summary>
internal static class SignerHops
{
    /// <summary>Not told, or farther than a byte can say.</summary>
    public const int Unknown = byte.MaxValue;

    /// <summary>One hop more.</summary>
    public static int After(int hops) => Math.Min(Unknown, hops + 1);

    public static ByteString Write(ByteString signers, GossipTree tree)
    {
        var column = new byte[signers.Length / Hash256.Size];
        for (var at = 0; at < column.Length; at++)
        {
            column[at] = (byte)tree.HopsOf(new NodeId(HashColumn.At(signers, at)));
        }

        return UnsafeByteOperations.UnsafeWrap(column);
    }

    /// <summary>What a batch says; nothing when its column does not fit the signers.</summary>
    public static IReadOnlyDictionary<NodeId, int> Read(ObservationBatch batch)
    {
        if (batch.SignerHops.IsEmpty || !HashColumn.HasLength(batch.Signers, batch.SignerHops.Length))
        {
            return FrozenDictionary<NodeId, int>.Empty;
        }

        var hops = new Dictionary<NodeId, int>(batch.SignerHops.Length);
        for (var at = 0; at < batch.SignerHops.Length; at++)
        {
            hops[new NodeId(HashColumn.At(batch.Signers, at))] = batch.SignerHops[at];
        }

        return hops;
    }
}
