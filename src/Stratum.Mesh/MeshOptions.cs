using System.Net;
using Stratum.Core;

namespace Stratum.Mesh;

/// <summary>How a node takes part in the mesh.</summary>
public sealed record MeshOptions
{
    /// <summary>Nodes of different ids never link. 1..64 characters.</summary>
    public string NetworkId { get; init; } = "stratum";

    /// <summary>Where links are taken: QUIC on UDP and TLS on TCP, the same port. Port 0 lets the system choose.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 9001);

    /// <summary>Where heartbeats are taken (UDP); null sends and takes none.</summary>
    public IPEndPoint? HeartbeatListen { get; init; } = new(IPAddress.Any, 9002);

    /// <summary>What is listened on and dialled.</summary>
    public MeshTransportMode Transport { get; init; } = MeshTransportMode.Auto;

    /// <summary>Peers to dial for ever.</summary>
    public IReadOnlyList<MeshPeer> InitialPeers { get; init; } = [];

    /// <summary>Who may link; the deny list always wins.</summary>
    public AdmissionMode Admission { get; init; } = AdmissionMode.Open;

    /// <summary>The nodes that <see cref="AdmissionMode.AllowList"/> lets in.</summary>
    public IReadOnlyList<NodeId> Allowed { get; init; } = [];

    /// <summary>Nodes that are never linked and whose observations are never taken.</summary>
    public IReadOnlyList<NodeId> Denied { get; init; } = [];

    /// <summary>
    /// Secrets of a closed mesh, at least 32 random bytes each: one, or two while it is rotated (the one in use first). Needed by
    /// <see cref="AdmissionMode.Formation"/>, and used by it only.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> FormationSecrets { get; init; } = [];

    /// <summary>0: new observations go to every neighbour; above: to that many at random (the rest is found by reconciliation).</summary>
    public int Fanout { get; init; }

    /// <summary>Whether records of nodes are exchanged with peers, and links chosen by them; otherwise <see cref="InitialPeers"/> and who dials are
    /// all.</summary>
    public bool ExchangesPeers { get; init; } = true;

    /// <summary>Whether nodes of the local network are found by multicast DNS, and find this one.</summary>
    public bool FindsLocalNodes { get; init; }

    /// <summary>Areas that this node wants of its peers, at most 32; none: everything.</summary>
    public IReadOnlyList<GeoBox> Interests { get; init; } = [];

    /// <summary>Hours before now that are filled from peers; 0: all that is kept.</summary>
    public int WindowHours { get; init; }

    /// <summary>Most bytes a second sent on each link in the live class; 0 is unlimited.</summary>
    public long LiveBytesPerSecond { get; init; }

    /// <summary>Most bytes a second sent on each link to fill gaps; 0 is unlimited.</summary>
    public long SyncBytesPerSecond { get; init; }

    /// <summary>How far in the future a timestamp may be, seconds.</summary>
    public int FutureSecondsMax { get; init; } = 300;

    /// <summary>Told to peers: whether observations of unknown signers are kept here.</summary>
    public bool KeepsUnknownSigners { get; init; } = true;

    /// <summary>Series that a key which nobody vouched for here may begin in a day.</summary>
    public int NewSeriesPerDay { get; init; } = 100;

    /// <summary>Series that the store takes: all keys that nobody vouched for may begin a tenth of it in a day.</summary>
    public int SeriesMax { get; init; } = 100_000;

    /// <summary>Where the node is; told in heartbeats as a geohash of six characters. Null tells nothing.</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>Told to peers.</summary>
    public string SoftwareVersion { get; init; } = "";

    /// <summary>Links at the same time, both directions; 64 is a full mesh of a small network.</summary>
    public int LinksMax { get; init; } = 64;
}
