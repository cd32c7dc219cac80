namespace Stratum.Mesh.Gossip;

/// <summary>By whom one signer's observations come.</summary>
internal sealed class TreeBranch
{
    /// <summary>The link that pushes them; 0: they enter here.</summary>
    public long Parent { get; set; }

    /// <summary>From where they enter to this node, as the parent has it.</summary>
    public int Hops { get; set; }

    /// <summary>A link that brought them too, from no farther than this node is: its end does not get them from here. 0: none is known.</summary>
    public long Spare { get; set; }

    /// <summary>From where they enter to the spare's node.</summary>
    public int SpareHops { get; set; } = SignerHops.Unknown;

    /// <summary>Rises when another link was faster than the parent, falls when the parent was first.</summary>
    public int Lateness { get; set; }
}
