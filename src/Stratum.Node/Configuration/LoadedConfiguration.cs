using Microsoft.Extensions.Configuration;

namespace Stratum.Node.Configuration;

/// <summary>What came of loading.</summary>
internal sealed record LoadedConfiguration
{
    /// <summary>The options, without [[sensors]] tables that have errors; null when there is any other error.</summary>
    public StratumOptions? Options { get; init; }

    /// <summary>Every problem: those of the file from its top, then the others in the order of the sources.</summary>
    public required IReadOnlyList<ConfigurationProblem> Problems { get; init; }

    /// <summary>Every value with its origin, for `config show`.</summary>
    public required IReadOnlyList<ShownValue> Values { get; init; }

    /// <summary>The file that was read; null when there was none.</summary>
    public string? FilePath { get; init; }

    /// <summary>The merged values as Microsoft.Extensions.Configuration has them (<c>network:api_listen</c>).</summary>
    public required IConfiguration Merged { get; init; }

    /// <summary>Whether there is any error, be it in a [[sensors]] table.</summary>
    public bool HasErrors => Problems.Any(problem => problem.Severity == ProblemSeverity.Error);
}
