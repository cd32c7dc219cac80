using System.CommandLine;
using Stratum.Core;
using Stratum.Node.Configuration;

namespace Stratum.Node.Cli;

/// <summary>The configuration as the command line asks for it.</summary>
internal static class LoadedOptions
{
    /// <summary>Loads defaults, file, environment and flags.</summary>
    public static LoadedConfiguration Load(ParseResult result, bool isForNode = false)
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
            IsForNode = isForNode,
        });
    }

    /// <summary>
    /// Loads, prints what is wrong outside of [[sensors]], which only the node that runs them needs, and throws when that keeps the command from running.
    /// </summary>
    public static StratumOptions Require(ParseResult result) => Require(result, Load(result), problem => problem.SensorTable is null, isStrict: false);

    /// <summary>
    /// The same for the node itself: prints every problem; with <paramref name="isStrict"/> an error of a [[sensors]] table keeps it from running, too.
    /// </summary>
    public static StratumOptions RequireForStart(ParseResult result, bool isStrict) =>
        Require(result, Load(result, isForNode: true), static _ => true, isStrict);

    private static StratumOptions Require(ParseResult result, LoadedConfiguration loaded, Func<ConfigurationProblem, bool> isShown, bool isStrict)
    {
        foreach (var problem in loaded.Problems.Where(isShown))
        {
            result.InvocationConfiguration.Error.WriteLine(problem);
        }

        return (isStrict && loaded.HasErrors ? null : loaded.Options)
            ?? throw new StratumException("the configuration has errors; see the lines above (`stratum config check` shows them again)");
    }
}
