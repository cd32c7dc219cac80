using System.Net;

namespace Stratum.Node.Configuration;

/// <summary>[network]: where the node listens and whom it talks to.</summary>
internal sealed record NetworkSection
{
    /// <summary>Mesh links, UDP for QUIC and TCP for TLS on the same port number.</summary>
    public IPEndPoint MeshListen { get; init; } = new(IPAddress.Any, 9001);

    /// <summary>UDP heartbeats.</summary>
    public IPEndPoint HeartbeatListen { get; init; } = new(IPAddress.Any, 9002);

    /// <summary>Query API.</summary>
    public IPEndPoint ApiListen { get; init; } = new(IPAddress.Any, 8080);

    /// <summary>HTTP ingest.</summary>
    public IPEndPoint IngestListen { get; init; } = new(IPAddress.Any, 8081);

    /// <summary>Peers to dial for ever, <c>host:port</c> or <c>nodeid@host:port</c>.</summary>
    public IReadOnlyList<PeerAddress> InitialPeers { get; init; } = [];

    /// <summary>auto, quic or tcp; auto listens on both, so that no network is shut out.</summary>
    public string Transport { get; init; } = "auto";

    /// <summary>open, formation or allowlist; open, because a federated mesh lives from strangers.</summary>
    public string Admission { get; init; } = "open";

    /// <summary>Nodes of different ids never link: keeps test networks out of the real one.</summary>
    public string NetworkId { get; init; } = "stratum";

    /// <summary>File with the shared secret of a closed mesh, a full path once loaded; empty: none.</summary>
    public string FormationKeyPath { get; init; } = "";

    /// <summary>Whether neighbours in the local network find this node by multicast DNS.</summary>
    public bool Mdns { get; init; } = true;

    /// <summary>Whether records of nodes are exchanged with peers, and links chosen by them.</summary>
    public bool PeerExchange { get; init; } = true;

    /// <summary>What is filled from peers after an absence: "full", "latest" (the last hour) or "window".</summary>
    public string Sync { get; init; } = "full";

    /// <summary>With "window": hours before now.</summary>
    public int WindowHours { get; init; } = 48;

    /// <summary>0: broadcast along a tree; above: push to that many random peers (plain epidemic push, the baseline).</summary>
    public int Fanout { get; init; }

    /// <summary>Most kbit/s sent per link for live traffic; 0 is unlimited.</summary>
    public int BandwidthLiveKbps { get; init; }

    /// <summary>Most kbit/s sent per link for reconciliation; 0 is unlimited.</summary>
    public int BandwidthSyncKbps { get; init; }

    /// <summary>Most kbit/s sent per link for bulk transfers; 0 is unlimited.</summary>
    public int BandwidthBulkKbps { get; init; }
}
