namespace Stratum.Mesh.Engine;

/// <summary>How well the node is tied to its mesh.</summary>
internal enum PartitionState
{
    /// <summary>No link at all. The node goes on ingesting, storing and serving.</summary>
    Isolated,

    /// <summary>Fewer links than it wants.</summary>
    Degraded,

    /// <summary>As many links as it wants.</summary>
    Connected,
}
