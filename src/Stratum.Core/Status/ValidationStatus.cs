namespace Stratum.Core;

/// <summary>The validation part of /status.</summary>
public sealed record ValidationStatus
{
    /// <summary>Whether observations are scored.</summary>
    public bool Enabled { get; init; }

    /// <summary>Observations scored since start, by flag: good, not evaluated, suspect, fail.</summary>
    public long Good { get; init; }

    /// <inheritdoc cref="Good"/>
    public long NotEvaluated { get; init; }

    /// <inheritdoc cref="Good"/>
    public long Suspect { get; init; }

    /// <inheritdoc cref="Good"/>
    public long Fail { get; init; }

    /// <summary>Observations whose score was replaced when their window closed.</summary>
    public long ScoredTwice { get; init; }

    /// <summary>Series with a history in memory.</summary>
    public int SeriesWithHistory { get; init; }
}
