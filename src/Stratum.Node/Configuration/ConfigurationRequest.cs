using System.Collections;

namespace Stratum.Node.Configuration;

/// <summary>What a configuration is made of.</summary>
internal sealed record ConfigurationRequest
{
    /// <summary>The file that is read when none is named.</summary>
    public const string DefaultPath = "stratum.toml";

    /// <summary>The file as the user named it; null: ./stratum.toml if it exists. A named file must exist.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>Values of the command line by the key's path, such as "node.storage_path".</summary>
    public IReadOnlyDictionary<string, string> Flags { get; init; } = new Dictionary<string, string>();

    /// <summary>How the user typed each flag, such as "--data-dir" for "node.storage_path"; by default the path.</summary>
    public IReadOnlyDictionary<string, string> FlagNames { get; init; } = new Dictionary<string, string>();

    /// <summary>Environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder that paths of the command line and the environment count from.</summary>
    public string CurrentFolder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>
    /// Whether what only the running node needs is checked, too: [[sensors]] tables by their adapters, and that named files are there.
    /// </summary>
    public bool IsForNode { get; init; }

    /// <summary>The process' environment.</summary>
    public static IReadOnlyDictionary<string, string> ProcessEnvironment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? "", StringComparer.Ordinal);
}
