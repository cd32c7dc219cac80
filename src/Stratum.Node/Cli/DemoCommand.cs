using System.CommandLine;
using Stratum.Core;
using Stratum.Node.Demo;
using Stratum.Node.Hosting;

namespace Stratum.Node.Cli;

/// <summary><c>stratum demo</c>: a node on loopback with temporary data and replayed weather, in one command.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var seconds = new Option<int?>("--seconds")
        {
            Description = "Stop by itself after this many seconds (for scripts)",
            HelpName = "N",
        };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 86_400)
            {
                result.AddError("--seconds takes 1..86400");
            }
        });
        var command = new Command("demo",
            "Start a node on loopback with temporary data, replay real weather through its HTTP ingest, print what to try") { seconds };
        command.SetAction(async (result, cancellationToken) =>
        {
            CryptoLibrary.ThrowIfMissing();
            using var signals = new StopSignals();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Token);
            var output = result.InvocationConfiguration.Output;
            var demo = new DemoSession(output, !Console.IsOutputRedirected, TimeProvider.System);
            return (int)await demo.RunAsync(result.GetValue(seconds), stop.Token);
        });
        return command;
    }
}
