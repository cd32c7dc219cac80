using Stratum.Core;

namespace Stratum.Mesh.Gossip;

/// <summary>An observation that was not taken, and why. The id is all zero where none could be computed.</summary>
internal readonly record struct RefusedRow(ContentId Id, NodeId Signer, RejectReason Reason);
