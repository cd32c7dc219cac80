namespace Stratum.Mesh.Dialling;

/// <summary>A configured peer and what its name resolved to.</summary>
internal sealed class DialTarget(int number, MeshPeer peer)
{
    public int Number { get; } = number;

    public MeshPeer Peer { get; } = peer;

    /// <summary>When to resolve next; never for an IP address.</summary>
    public long ResolveDueMs { get; set; }

    public bool IsResolving { get; set; }

    /// <summary>Why the name has no address; empty when it has.</summary>
    public string Problem { get; set; } = "";
}
