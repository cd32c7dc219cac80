using System.CommandLine;
using Stratum.Core;
using Stratum.Node.Cli.Sensors;

namespace Stratum.Node.Cli;

/// <summary>The command tree of <c>stratum</c> and the rules of its exit codes.</summary>
internal static class StratumCommand
{
    /// <summary>Builds the tree.</summary>
    public static RootCommand Build() => new("Stratum: one daemon that turns a machine with a sensor into a node of a federated environmental data mesh")
    {
        CommonOptions.Config,
        CommonOptions.DataDirectory,
        CommonOptions.Verbose,
        InitCommand.Create(),
        StartCommand.Create(),
        DemoCommand.Create(),
        KeygenCommand.Create(),
        StatusCommand.Create(),
        PeersCommand.Create(),
        SensorsCommand.Create(),
        DoctorCommand.Create(),
        ConfigCommand.Create(),
        CanonicalCommand.Create(),
        VerifyCommand.Create(),
        ValidateCommand.Create(),
        ImportCommand.Create(),
        TokenCommand.Create(),
        StoreCommand.Create(),
        WithdrawCommand.Create(),
        BackupCommand.CreateBackup(),
        BackupCommand.CreateRestore(),
    };

    /// <summary>Parses and runs. Expected errors are one line on <paramref name="error"/>, never a stack trace.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Build().Parse(arguments);
        var verbose = parsed.GetValue(CommonOptions.Verbose);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                await error.WriteLineAsync($"stratum: {problem.Message}");
            }

            await error.WriteLineAsync($"Try `stratum {parsed.CommandResult.Command.Name} --help`.".Replace(
                "stratum stratum", "stratum", StringComparison.Ordinal));
            return (int)ExitCode.Usage;
        }

        try
        {
            // Signals are handled by the commands that run for long; the rest ends as any process does.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (StratumException e)
        {
            await error.WriteLineAsync($"stratum: {e.Message}");
            return (int)e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Done;
        }
        catch (Exception e)
        {
            await error.WriteLineAsync($"stratum: internal error: {(verbose ? e : e.Message)}");
            return (int)ExitCode.Internal;
        }
    }
}
