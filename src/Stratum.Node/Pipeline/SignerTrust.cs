using System.Collections.Frozen;
using Stratum.Core;

namespace Stratum.Node.Pipeline;

/// <summary>The operator's trust list, as configured.</summary>
internal sealed class SignerTrust(NodeId own, IEnumerable<NodeId> trusted) : ISignerTrust
{
    private readonly FrozenSet<NodeId> _trusted = trusted.ToFrozenSet();

    public SignerStanding StandingOf(NodeId signer) => _trusted.Contains(signer) ? SignerStanding.Trusted
        : signer == own ? SignerStanding.Own
        : SignerStanding.Unknown;

    public bool IsOwn(NodeId signer) => signer == own;
}
