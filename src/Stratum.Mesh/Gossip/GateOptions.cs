using Stratum.Core;

namespace Stratum.Mesh.Gossip;

/// <summary>Limits of what is taken from peers.</summary>
internal sealed record GateOptions
{
    /// <summary>How far in the future a timestamp may be. Five minutes: sensors' clocks drift, and NTP mends more than that.</summary>
    public int FutureSecondsMax { get; init; } = 300;

    /// <summary>Verified observations a second and signer in the long run: 10,000 series once a minute are 170.</summary>
    public double SignerPerSecond { get; init; } = 200;

    /// <summary>At once: a node that comes back sends what it gathered; the rest comes by reconciliation.</summary>
    public double SignerBurst { get; init; } = 20_000;

    /// <summary>What an observation takes of a budget in bytes: as long as the canonical form of most is; those with long names count for more.</summary>
    public const int ObservationBytes = 700;

    /// <summary>Of all signers together that are not trusted here: what a link may bring, from however many keys.</summary>
    public double UnknownPerSecond { get; init; } = 1_000;

    /// <summary>At once.</summary>
    public double UnknownBurst { get; init; } = 60_000;

    /// <summary>Series that a key may begin in a day: a station measures a dozen quantities, a gateway has some stations.</summary>
    public double NewSeriesPerDay { get; init; } = 100;

    /// <summary>Of all keys together that are not trusted here: a tenth of what the store takes.</summary>
    public double NewSeriesOfUnknownPerDay { get; init; } = 10_000;

    /// <summary>Whose observations the operator vouched for.</summary>
    public Func<NodeId, bool> IsKnown { get; init; } = static _ => false;

    /// <summary>Signers with a budget of their own: as many nodes as the mesh is made for.</summary>
    public int SignersMax { get; init; } = 10_000;
}
