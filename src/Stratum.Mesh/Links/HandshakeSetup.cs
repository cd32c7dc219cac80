using Stratum.Core;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Links;

/// <summary>What a handshake knows before its first event.</summary>
internal sealed record HandshakeSetup
{
    public required bool IsDialler { get; init; }

    /// <summary>The id that the peer's certificate proved.</summary>
    public required NodeId PeerId { get; init; }

    public required Hash256 LocalCertificate { get; init; }

    public required Hash256 PeerCertificate { get; init; }

    public required NodeId Self { get; init; }

    public required string NetworkId { get; init; }

    /// <summary>32 fresh random bytes.</summary>
    public required byte[] Nonce { get; init; }

    /// <summary>This node's Hello with that nonce, as of now.</summary>
    public required Func<byte[], Moment, Hello> Hello { get; init; }

    public required AdmissionPolicy Policy { get; init; }

    /// <summary>None in an open mesh; two while the key is rotated, the one in use first.</summary>
    public IReadOnlyList<FormationKey> Keys { get; init; } = [];

    /// <summary>The id that the configuration expects at the dialled address.</summary>
    public NodeId? Pinned { get; init; }

    /// <summary>Whether there is room for a link to this peer; asked once, right before the link is up.</summary>
    public required Func<PeerHello, Moment, RefusalReason> Join { get; init; }

    /// <summary>
    /// Clocks that are further apart than this do not link. One hour: within it, observations of the other node are at worst refused
    /// as from the future; beyond it, whole hours of the two sets would never be comparable.
    /// </summary>
    public long ClockOffMaxMs { get; init; } = 3_600_000;

    /// <summary>How long the whole handshake may take.</summary>
    public long TimeoutMs { get; init; } = 10_000;
}
