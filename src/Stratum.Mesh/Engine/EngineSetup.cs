using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Links;
using Stratum.Mesh.Membership;

namespace Stratum.Mesh.Engine;

/// <summary>What an engine knows before its first event. Randomness and keys come in here; the time comes with each event.</summary>
internal sealed record EngineSetup
{
    public required NodeId Self { get; init; }

    public required string NetworkId { get; init; }

    public required AdmissionPolicy Policy { get; init; }

    /// <summary>None in an open mesh; two while the key is rotated, the one in use first.</summary>
    public IReadOnlyList<FormationKey> Keys { get; init; } = [];

    public required IMeshStore Store { get; init; }

    public required ObservationGate Gate { get; init; }

    /// <summary>What signers withdrew.</summary>
    public IWithdrawals Withdrawals { get; init; } = NoWithdrawals.Instance;

    public required MeshCounters Counters { get; init; }

    public IReadOnlyList<MeshPeer> Peers { get; init; } = [];

    /// <summary>For choices that need no secrecy: jitter, and whom to push to.</summary>
    public required Random Random { get; init; }

    /// <summary>32 random bytes for a handshake, from a source that nobody can foresee.</summary>
    public required Func<byte[]> Nonce { get; init; }

    /// <summary>Rises with every start of the process.</summary>
    public required ulong Incarnation { get; init; }

    public string SoftwareVersion { get; init; } = "";

    public bool KeepsUnknownSigners { get; init; } = true;

    /// <summary>What is told to peers, once it is bound.</summary>
    public Func<IReadOnlyList<string>> ListenAddresses { get; init; } = () => [];

    /// <summary>Told to peers; 0 when none are taken.</summary>
    public Func<int> HeartbeatPort { get; init; } = () => 0;

    /// <summary>Signs heartbeats; null sends none.</summary>
    public Func<ReadOnlyMemory<byte>, Signature>? Sign { get; init; }

    /// <summary>Told in heartbeats: a geohash of at most six characters, or "".</summary>
    public string Beacon { get; init; } = "";

    /// <summary>Told in heartbeats: how many are held.</summary>
    public Func<long> Observations { get; init; } = () => 0;

    /// <summary>0: to every neighbour; above: to that many at random.</summary>
    public int Fanout { get; init; }

    /// <summary>What this node wants of its peers.</summary>
    public Interests Interests { get; init; } = Interests.Everything;

    /// <summary>Hours before now that reconciliation fills, where a configured peer has no own; 0: all that is kept.</summary>
    public uint WindowHours { get; init; }

    /// <summary>Whether records of nodes are exchanged and links chosen by them; otherwise the configured links are all.</summary>
    public bool ExchangesPeers { get; init; } = true;

    public ViewOptions Views { get; init; } = new();

    /// <summary>Checks what nodes sign of themselves: their records and heartbeats.</summary>
    public RecordCheck VerifyRecord { get; init; } = Ed25519.Verify;

    /// <summary>Links in all, the configured ones included.</summary>
    public int LinksMax { get; init; } = 64;

    /// <summary>Connections in the handshake beside them.</summary>
    public int HandshakesMax { get; init; } = 64;

    /// <summary>Observations that wait for one link; what comes on top is left to reconciliation. About 10 s of a busy mesh, 2 MB.</summary>
    public int OutboxMax { get; init; } = 20_000;

    public BackfillOptions Backfill { get; init; } = new();
}
