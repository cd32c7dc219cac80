namespace Stratum.Node.Configuration;

/// <summary>Features that keys wait for. When one arrives, its constant goes, and the compiler shows every key that it switched off.</summary>
internal static class LaterFeature
{
    /// <summary>Discovery in the local network, interests, limits of bandwidth.</summary>
    public const string MeshInDepth = "the next part of the mesh";

    /// <summary>Day archives.</summary>
    public const string Archive = "archives";
}
