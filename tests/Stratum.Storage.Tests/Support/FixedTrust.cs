using Stratum.Core;

namespace Stratum.Storage.Tests;

/// <summary>Standings given in advance; everyone else is unknown.</summary>
internal sealed class FixedTrust : ISignerTrust
{
    public Dictionary<NodeId, SignerStanding> Standings { get; } = [];

    public SignerStanding StandingOf(NodeId signer) => Standings.GetValueOrDefault(signer);
}
