using Stratum.Core;

namespace Stratum.Node.Configuration;

/// <summary>The whole configuration of a node. Every value is checked: what is wrong gets this far only as such.</summary>
internal sealed record StratumOptions
{
    /// <summary>[node]</summary>
    public NodeSection Node { get; init; } = new();

    /// <summary>[network]</summary>
    public NetworkSection Network { get; init; } = new();

    /// <summary>[validation]</summary>
    public ValidationSection Validation { get; init; } = new();

    /// <summary>[db_limits]</summary>
    public DbLimitsSection DbLimits { get; init; } = new();

    /// <summary>[api]</summary>
    public ApiSection Api { get; init; } = new();

    /// <summary>[ingest]</summary>
    public IngestSection Ingest { get; init; } = new();

    /// <summary>[trust]</summary>
    public TrustSection Trust { get; init; } = new();

    /// <summary>[archive]</summary>
    public ArchiveSection Archive { get; init; } = new();

    /// <summary>[mqtt_out]</summary>
    public MqttOutSection MqttOut { get; init; } = new();

    /// <summary>[log]</summary>
    public LogSection Log { get; init; } = new();

    /// <summary>[[sensors]] without errors, in the order of the file.</summary>
    public IReadOnlyList<SensorOptions> Sensors { get; init; } = [];

    /// <summary>[[sensors]] with errors, as far as they can be read.</summary>
    public IReadOnlyList<MisconfiguredTable> Misconfigured { get; init; } = [];

    /// <summary>[[interest]]; none means the whole earth.</summary>
    public IReadOnlyList<InterestOptions> Interests { get; init; } = [];
}
