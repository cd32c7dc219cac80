using Stratum.Api;
using Stratum.Core;
using Stratum.Ingest;
using Stratum.Mesh;
using Stratum.Node.Configuration;
using Stratum.Node.Identity;
using Stratum.Node.Pipeline;
using Stratum.Storage;
using Stratum.Validation;

namespace Stratum.Node.Hosting;

/// <summary>From the configuration's sections to the options of each part.</summary>
internal sealed partial class StratumNode
{
    private const long BytesPerKilobit = 125;

    /// <summary>The store as configured; an import opens it in the same way when no node runs.</summary>
    internal static StoreOptions StoreOptionsOf(StratumOptions options) => new()
    {
        Directory = options.Node.StoragePath,
        Durability = options.DbLimits.Durability == "interval" ? Durability.Interval : Durability.Always,
        FsyncIntervalMs = options.DbLimits.FsyncIntervalMs,
        MemtableBytes = (long)options.DbLimits.MemtableMb << 20,
        WalSegmentBytes = options.DbLimits.WalSegmentMb << 20,
        WalBytes = (long)options.DbLimits.WalMaxMb << 20,
        MaxSeries = options.DbLimits.MaxSeries,
        MaxAgeDays = options.DbLimits.MaxAgeDays,
        OwnMaxAgeDays = options.DbLimits.OwnMaxAgeDays,
        DiskQuotaBytes = (long)options.DbLimits.DiskQuotaMb << 20,
        OwnQuota = options.DbLimits.OwnQuota == "delete" ? OwnQuota.Delete : OwnQuota.Keep,
        FreeBytesMin = (long)options.DbLimits.KeepFreeMb << 20,
        StreamReplayHours = options.DbLimits.StreamReplayHours,
    };

    private static GeoBox BoxOf(InterestOptions interest) =>
        interest.Box ?? (Geohash.TryDecode(interest.Geohash, out var box) ? box : GeoBox.World);

    private static ValidationOptions ValidationOptionsOf(ValidationSection validation) => new()
    {
        Enabled = validation.Enabled,
        PlausibilityWeight = validation.PlausibilityWeight,
        SpatialWeight = validation.SpatialWeight,
        TemporalWeight = validation.TemporalWeight,
        MaxSeries = validation.MaxSeries,
    };

    private static MeshOptions MeshOptionsOf(StratumOptions options, NodeIdentity identity) => new()
    {
        NetworkId = options.Network.NetworkId,
        Listen = options.Network.MeshListen,
        HeartbeatListen = options.Network.HeartbeatListen,
        Transport = options.Network.Transport switch
        {
            "quic" => MeshTransportMode.Quic,
            "tcp" => MeshTransportMode.Tcp,
            _ => MeshTransportMode.Auto,
        },
        InitialPeers = [.. options.Network.InitialPeers.Select(peer => new MeshPeer(peer.NodeId, peer.Host, peer.Port) { WindowHours = peer.WindowHours })],
        Admission = options.Network.Admission switch
        {
            "formation" => AdmissionMode.Formation,
            "allowlist" => AdmissionMode.AllowList,
            _ => AdmissionMode.Open,
        },
        Allowed = options.Trust.Trusted,
        Denied = options.Trust.Deny,
        FormationSecrets = options.Network.Admission == "formation" ? FormationKeyFile.Read(options.Network.FormationKeyPath) : [],
        Fanout = options.Network.Fanout,
        ExchangesPeers = options.Network.PeerExchange,
        FindsLocalNodes = options.Network.Mdns,
        Interests = [.. options.Interests.Select(BoxOf)],
        WindowHours = options.Network.Sync switch
        {
            "latest" => PeerAddress.LatestHours,
            "window" => options.Network.WindowHours,
            _ => 0,
        },
        LiveBytesPerSecond = options.Network.BandwidthLiveKbps * BytesPerKilobit,
        SyncBytesPerSecond = options.Network.BandwidthSyncKbps * BytesPerKilobit,
        NewSeriesPerDay = options.Trust.NewSeriesPerDay,
        SeriesMax = options.DbLimits.MaxSeries,
        KeepsUnknownSigners = options.Trust.Policy == "keep",
        Position = options.Node.Position,
        SoftwareVersion = identity.Version,
    };

    internal static IntakeOptions IntakeOptionsOf(StratumOptions options) => new()
    {
        NodeName = options.Node.Name,
        Country = options.Node.Country,
        Subdivision = options.Node.Subdivision,
        Position = options.Node.Position,
        Altitude = options.Node.Altitude,
        PositionDecimals = options.Node.PositionDecimals,
    };

    private static HttpIngestOptions HttpIngestOptionsOf(StratumOptions options) => new()
    {
        OpenNetworks = [.. options.Ingest.OpenNetworks.Select(network => network.ToString())],
        BodyBytesMax = options.Ingest.MaxBodyBytes,
        ItemsMax = options.Ingest.MaxItems,
        ConcurrentRequestsMax = options.Ingest.QueueBatches,
        MaxAgeDays = options.DbLimits.MaxAgeDays,
        Altitude = options.Node.Position is null ? null : options.Node.Altitude,
        MemoryPath = Path.Combine(options.Node.StoragePath, "adapters.json"),
    };

    private static ApiOptions ApiOptionsOf(StratumOptions options) => new()
    {
        CorsOrigins = options.Api.CorsOrigins,
        MaxStreams = options.Api.MaxStreams,
        MaxPoints = options.Api.MaxQueryPoints,
        MaxConnections = options.Api.MaxConnections,
        StreamReplayHours = options.DbLimits.StreamReplayHours,
    };
}
