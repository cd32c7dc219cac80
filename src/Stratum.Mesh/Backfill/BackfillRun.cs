namespace Stratum.Mesh.Backfill;

/// <summary>A run that ended, as /peers shows it.</summary>
internal sealed record BackfillRun
{
    /// <summary>Unix milliseconds at its end.</summary>
    public required long EndedAtMs { get; init; }

    /// <summary>"equal", "done", "busy", "timeout" or "floor".</summary>
    public required string Outcome { get; init; }

    /// <summary>Observations that this node stored from it.</summary>
    public long Received { get; init; }

    /// <summary>Observations that were sent to the peer.</summary>
    public long Sent { get; init; }

    /// <summary>How many hours differed.</summary>
    public int Hours { get; init; }

    /// <summary>How many of them were left to other links, of this end or the other one, which were filling them.</summary>
    public int HoursLeft { get; init; }

    /// <summary>Milliseconds from its first message to its last.</summary>
    public long DurationMs { get; init; }
}
