namespace Stratum.Node.Configuration;

/// <summary>Features that keys wait for. When one arrives, its constant goes, and the compiler shows every key that it switched off.</summary>
internal static class LaterFeature
{
    /// <summary>Links to other nodes.</summary>
    public const string Mesh = "the mesh";

    /// <summary>Retention by size and by signer.</summary>
    public const string Retention = "retention by size";

    /// <summary>Day archives.</summary>
    public const string Archive = "archives";

    /// <summary>Adapters for devices.</summary>
    public const string Adapters = "the device adapters";
}
