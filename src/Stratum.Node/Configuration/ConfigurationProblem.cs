namespace Stratum.Node.Configuration;

/// <summary>Something wrong in the configuration. The message names the key, its value, what is accepted and what to do.</summary>
/// <param name="Severity">Whether the node can start all the same.</param>
/// <param name="Origin">Where it stands, if it stands anywhere.</param>
/// <param name="Message">One line.</param>
internal sealed record ConfigurationProblem(ProblemSeverity Severity, ValueOrigin? Origin, string Message)
{
    /// <summary>The place of the [[sensors]] table that it is in: the node starts without that table. Null: it is somewhere else.</summary>
    public int? SensorTable { get; init; }

    /// <summary>Whether the node cannot start for it.</summary>
    public bool IsFatal => Severity == ProblemSeverity.Error && SensorTable is null;

    /// <summary>A problem that keeps the node, or the table that it is in, from starting.</summary>
    public static ConfigurationProblem Error(ValueOrigin? origin, string message) => new(ProblemSeverity.Error, origin, message);

    /// <summary>A problem that does not.</summary>
    public static ConfigurationProblem Warning(ValueOrigin? origin, string message) => new(ProblemSeverity.Warning, origin, message);

    /// <summary>"stratum.toml:12:8: error: network.api_listen: ...", as compilers write it.</summary>
    public override string ToString()
    {
        var severity = Severity == ProblemSeverity.Error ? "error" : "warning";
        return Origin is { Kind: not OriginKind.Default } ? $"{Origin}: {severity}: {Message}" : $"{severity}: {Message}";
    }
}
