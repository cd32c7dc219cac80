using System.CommandLine;
using Serilog.Events;
using Stratum.Core;
using Stratum.Node.Configuration;
using Stratum.Node.Hosting;
using Stratum.Node.Identity;
using Stratum.Node.Logging;

namespace Stratum.Node.Cli;

/// <summary><c>stratum start</c>: runs the node in the foreground until SIGTERM or Ctrl-C.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var strict = new Option<bool>("--strict")
        {
            Description = "Do not start while any [[sensors]] table has an error; without it only that table is left out",
        };
        var command = new Command("start", "Run the node in the foreground; SIGTERM or Ctrl-C drains and flushes") { strict };
        command.SetAction(async (result, cancellationToken) =>
        {
            CryptoLibrary.ThrowIfMissing();
            var options = LoadedOptions.RequireForStart(result, result.GetValue(strict));
            using var key = KeyFile.Read(options.Node.KeypairPath);
            using var signals = new StopSignals();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Token);
            return (int)await RunAsync(options, key, result.GetValue(CommonOptions.Verbose), stop.Token);
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(StratumOptions options, NodeKey key, bool verbose, CancellationToken stop)
    {
        using var loggers = LogSetup.Create(verbose ? LogEventLevel.Debug : LevelOf(options.Log.Level), options.Log);
        await using var node = new StratumNode(options, key, loggers, TimeProvider.System);
        using var supervisor = new ServiceNotifier(Environment.GetEnvironmentVariable, () => !node.Fault.IsFaulted, TimeProvider.System);
        await node.StartAsync(stop);
        supervisor.Ready();
        var first = await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop), node.Fault);
        if (!stop.IsCancellationRequested)
        {
            // A fault of the program: the supervisor starts a new one.
            await first;
        }

        supervisor.Stopping();
        return node.IsStoreStopped ? ExitCode.StoreStopped : ExitCode.Done;
    }

    private static LogEventLevel LevelOf(string level) => level switch
    {
        "debug" => LogEventLevel.Debug,
        "warning" or "warn" => LogEventLevel.Warning,
        "error" => LogEventLevel.Error,
        _ => LogEventLevel.Information,
    };
}
