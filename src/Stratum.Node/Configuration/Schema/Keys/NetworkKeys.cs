namespace Stratum.Node.Configuration;

/// <summary>Keys of [network].</summary>
internal static class NetworkKeys
{
    private static readonly IntegerType Kbps = new(0, 10_000_000, "kbit/s");

    private static readonly TextType NetworkId = new("1 to 64 of a-z, 0-9, '-', '_' and '.'", text =>
        text.Length is >= 1 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.'));

    private static readonly KeySection<NetworkSection> Network = new("network", o => o.Network, (o, s) => o with { Network = s });

    private static readonly KeySection<NetworkSection> Later = new("network", o => o.Network, (o, s) => o with { Network = s }, LaterFeature.MeshInDepth);

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<BoundKey<StratumOptions>> All { get; } =
    [
        Network.Key("api_listen", SettingTypes.Listen, s => s.ApiListen, (s, v) => s with { ApiListen = v },
            "Query API (HTTP, or HTTPS with [api] tls_cert). \"127.0.0.1:8080\" keeps it on this machine."),
        Network.Key("ingest_listen", SettingTypes.Listen, s => s.IngestListen, (s, v) => s with { IngestListen = v },
            "Where sensors post; who may is in [ingest]."),
        Network.Key("mesh_listen", SettingTypes.Listen, s => s.MeshListen, (s, v) => s with { MeshListen = v },
            "Links with other nodes: QUIC on UDP and TLS on TCP, the same port number."),
        Network.Key("heartbeat_listen", SettingTypes.Listen, s => s.HeartbeatListen, (s, v) => s with { HeartbeatListen = v },
            "Heartbeats of peers, UDP."),
        Network.Key("initial_peers", SettingTypes.Peers, s => s.InitialPeers, (s, v) => s with { InitialPeers = v },
            "Peers to dial for ever; with a node id before the @ only that node may answer. ?sync=latest, ?sync=48h or ?sync=full behind the port: "
            + "what is filled from this peer, where it differs from sync (a link that costs money)."),
        Network.Key("transport", TextType.OneOf("auto", "quic", "tcp"), s => s.Transport, (s, v) => s with { Transport = v },
            "auto listens on both and dials QUIC first, TCP 300 ms later; tcp where a network blocks UDP."),
        Network.Key("admission", TextType.OneOf("open", "formation", "allowlist"), s => s.Admission, (s, v) => s with { Admission = v },
            "Who may link: anyone; who knows the formation key; the nodes of [trust] trusted. [trust] deny always wins."),
        Network.Key("network_id", NetworkId, s => s.NetworkId, (s, v) => s with { NetworkId = v },
            "Nodes of different ids never link: keeps test networks out of the real one."),
        Network.Key("formation_key_path", SettingTypes.OptionalPath, s => s.FormationKeyPath, (s, v) => s with { FormationKeyPath = v },
            "File with the shared secret of a closed mesh (32 random bytes or more); needed by admission = \"formation\"."),
        Network.Key("mdns", SettingTypes.Boolean, s => s.Mdns, (s, v) => s with { Mdns = v },
            "Find neighbours in the local network by multicast DNS, and be found."),
        Network.Key("peer_exchange", SettingTypes.Boolean, s => s.PeerExchange, (s, v) => s with { PeerExchange = v },
            "Learn of nodes from peers, be told of to others, and link to some of them; false keeps to initial_peers and to who dials this node."),
        Network.Key("sync", TextType.OneOf("full", "latest", "window"), s => s.Sync, (s, v) => s with { Sync = v },
            "What is filled from peers after an absence: all that is kept, the last hour, or window_hours. What is new comes in each case."),
        Network.Key("window_hours", new IntegerType(1, 87_600, "hours"), s => s.WindowHours, (s, v) => s with { WindowHours = v },
            "With sync = \"window\": how far back."),
        Network.Key("fanout", new IntegerType(0, 64, "peers"), s => s.Fanout, (s, v) => s with { Fanout = v },
            "0 broadcasts along a tree, which sends everything about once; above, plain epidemic push to that many random peers."),
        Network.Key("bandwidth_live_kbps", Kbps, s => s.BandwidthLiveKbps, (s, v) => s with { BandwidthLiveKbps = v },
            "Most sent per link for live observations; 0 is unlimited."),
        Network.Key("bandwidth_sync_kbps", Kbps, s => s.BandwidthSyncKbps, (s, v) => s with { BandwidthSyncKbps = v },
            "Most sent per link to fill a peer's gaps; 0 is unlimited."),
        Later.Key("bandwidth_bulk_kbps", Kbps, s => s.BandwidthBulkKbps, (s, v) => s with { BandwidthBulkKbps = v },
            "Most sent per link for archives; 0 is unlimited."),
    ];
}
