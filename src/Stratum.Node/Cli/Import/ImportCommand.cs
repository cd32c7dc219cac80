using System.CommandLine;
using Stratum.Core;
using Stratum.Ingest;
using Stratum.Node.Configuration;
using Stratum.Node.Control;
using Stratum.Node.Hosting;

namespace Stratum.Node.Cli;

/// <summary>
/// <c>stratum import FILE...</c>: past readings come in (docs/IMPORT.md). For each file:
/// 1. its format is told by its content, or by --format;
/// 2. what it says becomes drafts in the registry's units, or signed lines as they are;
/// 3. the running node takes them at its control socket, or, when none runs, the store is opened here; both sign with the node's key;
/// 4. what is held already is passed over. There is no progress file that could be wrong: the same command goes on where it was.
/// </summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of past readings, also packed with gzip; - is standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Store nothing; say what there is: devices, ranges of time and values, gaps, what is refused",
        };
        var json = CommonOptions.Json();
        var options = new ImportOptions();
        var command = new Command("import", "Bring past readings in: exports, CSV, WeeWX, InfluxDB, sensor.community, openSenseMap, Cumulus, Ecowitt")
        {
            files, dryRun, json,
        };
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        command.SetAction(async (result, _) =>
        {
            CryptoLibrary.ThrowIfMissing();
            using var signals = new StopSignals();
            var map = options.Read(result);
            var node = LoadedOptions.Require(result);
            return (int)await RunAsync(result, result.GetValue(files)!, map, node, result.GetValue(dryRun), result.GetValue(json), signals.Token);
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        ParseResult result, string[] files, HistoryMap map, StratumOptions node, bool isDryRun, bool json, CancellationToken stop)
    {
        var exitCode = ExitCode.Done;
        var error = result.InvocationConfiguration.Error;
        await using var sink = isDryRun ? null : await OpenAsync(node, error.WriteLine, stop);
        foreach (var file in files)
        {
            using var source = HistoryFile.Open(file, map);
            await using var survey = new SurveySink(StratumNode.IntakeOptionsOf(node));
            using var progress = ImportProgress.On(Console.Error, source, TimeProvider.System);
            var started = TimeProvider.System.GetTimestamp();
            var imported = await ImportRun.RunAsync(
                file, source, sink ?? survey, isDryRun ? 1 : ImportRun.Workers, progress is null ? null : progress.Report, stop);
            progress?.Dispose();
            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            ImportReport.Write(imported, isDryRun ? survey.Survey : null, seconds, json, result.InvocationConfiguration.Output);
            exitCode = imported.IsSuccess ? exitCode : ExitCode.CheckFailed;
            if (imported.IsInterrupted)
            {
                break;
            }
        }

        return exitCode;
    }

    private static async Task<IHistorySink> OpenAsync(StratumOptions node, Action<string> notice, CancellationToken stop) =>
        await ControlClient.TryOpenAsync(node.Node.StoragePath, stop) is { } client ? new NodeSink(client) : StoreSink.Open(node, notice);
}
