using System.Collections.Frozen;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Links;

/// <summary>Who may link, by node id. The formation proof is the handshake's business.</summary>
internal sealed class AdmissionPolicy(AdmissionMode mode, IEnumerable<NodeId> allowed, IEnumerable<NodeId> denied, NodeId self)
{
    private readonly FrozenSet<NodeId> _allowed = allowed.ToFrozenSet();
    private readonly FrozenSet<NodeId> _denied = denied.ToFrozenSet();

    /// <summary>None when the node may link.</summary>
    public RefusalReason Check(NodeId peer) => peer == self ? RefusalReason.Self
        : _denied.Contains(peer) ? RefusalReason.Denied
        : mode == AdmissionMode.AllowList && !_allowed.Contains(peer) ? RefusalReason.NotAllowed
        : RefusalReason.None;

    /// <summary>Whether observations of this signer are taken at all.</summary>
    public bool IsDenied(NodeId signer) => _denied.Contains(signer);
}
