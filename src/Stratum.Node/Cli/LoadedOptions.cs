using System.CommandLine;
using Stratum.Core;
using Stratum.Node.Configuration;

namespace Stratum.Node.Cli;

/// <summary>The configuration as the command line asks for it.</summary>
internal static class LoadedOptions
{
    /// <summary>Loads defaults, file, environment and flags.</summary>
    public static LoadedConfiguration Load(ParseResult result)
    {
        var flags = new Dictionary<string, string>();
        if (result.GetValue(CommonOptions.DataDirectory) is { } dataDirectory)
        {
            flags.Add("node.storage_path", dataDirectory);
        }

        return ConfigurationLoader.Load(new ConfigurationRequest
        {
            ConfigPath = result.GetValue(CommonOptions.Config),
            Flags = flags,
            FlagNames = new Dictionary<string, string> { ["node.storage_path"] = "--data-dir" },
            Environment = ConfigurationRequest.ProcessEnvironment(),
        });
    }

    /// <summary>Loads, prints every problem, and throws when one of them keeps the command from running.</summary>
    public static StratumOptions Require(ParseResult result)
    {
        var loaded = Load(result);
        foreach (var problem in loaded.Problems)
        {
            result.InvocationConfiguration.Error.WriteLine(problem);
        }

        return loaded.Options ?? throw new StratumException("the configuration has errors; see the lines above (`stratum config check` shows them again)");
    }
}
