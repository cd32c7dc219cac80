using Stratum.Mesh.Backfill;
using Stratum.Mesh.Membership;

namespace Stratum.Simulation.Mesh;

/// <summary>How the simulated network behaves. Links are reliable: loss means retransmission, and above a number of them a broken link.</summary>
internal sealed record SimOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>One way, the middle of what links have.</summary>
    public double DelayMs { get; init; } = 50;

    /// <summary>How far links differ from it, as a part of it.</summary>
    public double DelaySpread { get; init; } = 0.2;

    /// <summary>Of packets, 0 to 1. Each loss delays the frame, and all behind it, by a retransmission.</summary>
    public double Loss { get; init; }

    /// <summary>Until a lost packet is sent again; doubles.</summary>
    public double RetransmitMs { get; init; } = 200;

    /// <summary>Retransmissions in a row after which a link breaks.</summary>
    public int RetransmitsMax { get; init; } = 10;

    /// <summary>Bytes a second of each link and direction.</summary>
    public double BytesPerSecond { get; init; } = 2_000_000;

    /// <summary>Until an end notices that nothing gets through any more.</summary>
    public double BreakMs { get; init; } = 10_000;

    /// <summary>Judging and storing a batch.</summary>
    public double TakeMs { get; init; } = 2;

    /// <summary>Above 0 plain epidemic push.</summary>
    public int Fanout { get; init; }

    /// <summary>Whether Ed25519 is real.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Nodes that everybody has configured.</summary>
    public int Bootstraps { get; init; } = 3;

    public ViewOptions Views { get; init; } = new();

    public BackfillOptions Backfill { get; init; } = new();

    /// <summary>How far clocks are off at most.</summary>
    public long ClockSkewMs { get; init; } = 2_000;
}
