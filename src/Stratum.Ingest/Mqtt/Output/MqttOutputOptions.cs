namespace Stratum.Ingest;

/// <summary>What is published at a broker, and where.</summary>
public sealed record MqttOutputOptions
{
    /// <summary>The broker. Its status topic is set by the output itself.</summary>
    public required MqttConnectionOptions Connection { get; init; }

    /// <summary>First levels of every topic.</summary>
    public string TopicPrefix { get; init; } = "stratum";

    /// <summary>First level of Home Assistant's discovery topics; empty: no discovery.</summary>
    public string DiscoveryPrefix { get; init; } = "homeassistant";

    /// <summary>Only what this node signed; false: everything that it stores, from the mesh as well.</summary>
    public bool IsOwnOnly { get; init; } = true;
}
