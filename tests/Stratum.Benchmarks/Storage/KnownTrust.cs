using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>Everybody is known: retention has nothing to choose.</summary>
internal sealed class KnownTrust : ISignerTrust
{
    public static readonly KnownTrust Instance = new();

    public SignerStanding StandingOf(NodeId signer) => SignerStanding.Trusted;
}
