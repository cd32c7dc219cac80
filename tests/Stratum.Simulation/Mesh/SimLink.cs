using Stratum.Mesh.Engine;

namespace Stratum.Simulation.Mesh;

/// <summary>One end of a connection.</summary>
internal sealed class SimLink(SimNode owner, long number, ConnectionFacts facts, SimPath path, SimWorld world)
{
    private readonly long _openedUs = world.NowUs;

    public SimNode Owner { get; } = owner;

    public long Number { get; } = number;

    public ConnectionFacts Facts { get; } = facts;

    /// <summary>The way of what this end sends.</summary>
    public SimPath Path { get; } = path;

    public double OpenSeconds => (world.NowUs - _openedUs) / 1e6;

    public SimLink Other { get; set; } = null!;

    public bool IsOpen { get; set; } = true;

    /// <summary>Something was lost in a partition: this direction carries nothing more.</summary>
    public bool IsStuck { get; set; }

    /// <summary>There is nobody at the other end any more, and nothing tells this one: what it sends is lost, and the link does not break.</summary>
    public bool IsVoid { get; set; }

    /// <summary>Until then the line is taken by what was sent before.</summary>
    public long FreeUs { get; set; }

    /// <summary>No frame arrives before the one sent before it.</summary>
    public long LastArrivalUs { get; set; }
}
