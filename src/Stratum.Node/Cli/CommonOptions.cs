using System.CommandLine;

namespace Stratum.Node.Cli;

/// <summary>Options that several commands share, spelled and explained once.</summary>
internal static class CommonOptions
{
    /// <summary>Path of the configuration file.</summary>
    public static readonly Option<string?> Config = new("--config")
    {
        Description = "Configuration file (default: ./stratum.toml)",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Overrides [node] storage_path.</summary>
    public static readonly Option<string?> DataDirectory = new("--data-dir")
    {
        Description = "Data directory, instead of [node] storage_path",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Debug log lines, and stack traces for internal errors.</summary>
    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Say more: debug log lines, stack traces of internal errors",
        Recursive = true,
    };

    /// <summary>JSON instead of text.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON" };
}
