using System.CommandLine;
using System.Text.Json;
using Stratum.Core;
using Stratum.Node.Configuration;
using Stratum.Node.Hosting;

namespace Stratum.Node.Cli.Sensors;

/// <summary><c>stratum sensors</c>: whether one's sensors arrive, and if not, what to add.</summary>
internal static class SensorsCommand
{
    // Sensors report every ten seconds at most; a person at a gateway's page looks up more often.
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(2);

    // Cursor to the top left, then clear to the end: without the flicker of clearing first.
    private const string Home = "\u001b[H";
    private const string ClearRest = "\u001b[J";
    private const string ClearAll = "\u001b[2J";

    public static Command Create()
    {
        var json = CommonOptions.Json();
        var watch = new Option<bool>("--watch") { Description = "Print again every two seconds until Ctrl-C" };
        var command = new Command("sensors", "Show what the running node signs by source, what it hears and leaves out, and whom it refused") { watch, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = LoadedOptions.Require(result);
            var output = result.InvocationConfiguration.Output;
            if (!result.GetValue(watch))
            {
                output.Write(await TextAsync(options, result.GetValue(json), cancellationToken));
                return (int)ExitCode.Done;
            }

            using var signals = new StopSignals();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Token);
            await WatchAsync(options, result.GetValue(json), output, isTerminal: !Console.IsOutputRedirected, stop.Token);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task WatchAsync(StratumOptions options, bool isJson, TextWriter output, bool isTerminal, CancellationToken stop)
    {
        var clears = isTerminal && !isJson;
        await output.WriteAsync(clears ? ClearAll : "");
        var text = await TextAsync(options, isJson, stop);
        while (!stop.IsCancellationRequested)
        {
            await output.WriteAsync(clears ? Home + text.ReplaceLineEndings("\u001b[K\n") + ClearRest : isJson ? text : text + "\n");
            await output.FlushAsync(stop);
            await Task.Delay(Refresh, TimeProvider.System, stop);
            try
            {
                text = await TextAsync(options, isJson, stop);
            }
            catch (StratumException e) when (e.ExitCode == ExitCode.Unreachable && !isJson)
            {
                // Whoever watches restarts the node meanwhile, with the lines that were missing.
                text = e.Message + "\n";
            }
        }
    }

    private static async Task<string> TextAsync(StratumOptions options, bool isJson, CancellationToken cancellationToken)
    {
        using var certificate = TlsCertificate.Load(options.Api);
        var answer = await StatusCommand.GetAsync(options.Network.ApiListen, certificate, "/sensors", cancellationToken);
        if (isJson)
        {
            return answer + "\n";
        }

        using var document = JsonDocument.Parse(answer);
        return SensorsReport.Write(document.RootElement);
    }
}
