using Stratum.Core;

namespace Stratum.Mesh.Gossip;

/// <summary>What the gate said of one row.</summary>
/// <param name="Reason">None: verified and new.</param>
/// <param name="Verified">With None.</param>
/// <param name="Id">Absent where the version has no bytes that this program could write.</param>
internal readonly record struct GateVerdict(RejectReason Reason, SignedObservation? Verified, ContentId? Id);
