namespace Stratum.Mesh.Membership;

/// <summary>Sizes and times of HyParView's views (MESH, "Membership").</summary>
internal sealed record ViewOptions
{
    /// <summary>Links that a node of a large mesh wants.</summary>
    public int ActiveWanted { get; init; } = 5;

    /// <summary>Links that it takes; above, one is let go. Without room above what is wanted, the last nodes would find nobody.</summary>
    public int ActiveMax { get; init; } = 7;

    /// <summary>Up to so many known nodes every node links to every other.</summary>
    public int FullMeshMax { get; init; } = 8;

    /// <summary>Nodes that are known besides.</summary>
    public int PassiveMax { get; init; } = 30;

    /// <summary>Between two shuffles, with a tenth of jitter.</summary>
    public int ShuffleMs { get; init; } = 10_000;

    /// <summary>Between two looks at the views.</summary>
    public int LookMs { get; init; } = 1_000;

    /// <summary>Dials of found nodes at a time.</summary>
    public int DialsMax { get; init; } = 2;

    /// <summary>A found node whose view is full is not dialled again for so long, and up to twice as long: each attempt costs both a TLS handshake.</summary>
    public int FullPauseMs { get; init; } = 30_000;

    /// <summary>Steps of the walk of a join.</summary>
    public uint JoinSteps { get; init; } = 6;

    /// <summary>With so many steps left the node on the way remembers the joining one.</summary>
    public uint RememberSteps { get; init; } = 3;

    /// <summary>Records of a shuffle.</summary>
    public int ShuffleRecords { get; init; } = 8;

    /// <summary>Nodes whose links broke that are dialled again and again: what holds a mesh together that was cut in two.</summary>
    public int LostMax { get; init; } = 16;

    /// <summary>Until the first attempt; doubles up to <see cref="LostPauseMaxMs"/>.</summary>
    public int LostPauseMs { get; init; } = 10_000;

    /// <summary>Half a period of reconciliation: a mesh that heals is one within the next.</summary>
    public int LostPauseMaxMs { get; init; } = 30_000;

    /// <summary>A node that is gone for so long is not waited for.</summary>
    public long LostForMs { get; init; } = 3_600_000;

    /// <summary>Links to nodes that want everything that a node with an interest of its own never gives up.</summary>
    public int CoveringMin { get; init; } = 2;

    /// <summary>Links of its own choice that a node never gives up for others.</summary>
    public int OwnChoiceMin { get; init; } = 2;
}
