using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>Nobody is known.</summary>
internal sealed class NoTrust : ISignerTrust
{
    public SignerStanding StandingOf(NodeId signer) => SignerStanding.Unknown;
}
