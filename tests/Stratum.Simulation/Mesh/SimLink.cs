using Stratum.Mesh.Engine;

namespace Stratum.Simulation.Mesh;

/// <summary>One end of a connection.</summary>
internal sealed class SimLink(SimNode owner, long number, ConnectionFacts facts, double delayMs)
{
    public SimNode Owner { get; } = owner;

    public long Number { get; } = number;

    public ConnectionFacts Facts { get; } = facts;

    /// <summary>One way.</summary>
    public double DelayMs { get; } = delayMs;

    public SimLink Other { get; set; } = null!;

    public bool IsOpen { get; set; } = true;

    /// <summary>Something was lost in a partition: this direction carries nothing more.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Until then the line is taken by what was sent before.</summary>
    public long FreeUs { get; set; }

    /// <summary>No frame arrives before the one sent before it.</summary>
    public long LastArrivalUs { get; set; }
}
