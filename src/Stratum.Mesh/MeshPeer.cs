using Stratum.Core;

namespace Stratum.Mesh;

/// <summary>A peer to dial for ever.</summary>
/// <param name="NodeId">The only identity that may answer, or null for any.</param>
/// <param name="Host">A name, which may have many addresses, or an IP address without brackets.</param>
/// <param name="Port">1..65535.</param>
public sealed record MeshPeer(NodeId? NodeId, string Host, int Port)
{
    /// <summary>Hours before now that are filled from this peer; 0: all that is kept; null: as from any other.</summary>
    public int? WindowHours { get; init; }

    /// <summary>As it is written in the configuration.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return NodeId is { } nodeId ? $"{nodeId}@{host}:{Port}" : $"{host}:{Port}";
    }
}
