using Stratum.Core;

namespace Stratum.Mesh;

/// <summary>A peer to dial for ever.</summary>
/// <param name="NodeId">The only identity that may answer, or null for any.</param>
/// <param name="Host">A name, which may have many addresses, or an IP address without brackets.</param>
/// <param name="Port">1..65535.</param>
public sealed record MeshPeer(NodeId? NodeId, string Host, int Port)
{
    /// <summary>As it is written in the configuration.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return NodeId is { } nodeId ? $"{nodeId}@{host}:{Port}" : $"{host}:{Port}";
    }
}
