using System.Diagnostics;
using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Node.Demo;

/// <summary>A node of the demo: this program again, as a process of its own, with its own directory.</summary>
internal sealed partial class DemoNode : IAsyncDisposable
{
    private const int SigTerm = 15;

    // A start takes well under a second; a busy Pi takes several.
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private DemoNode(string name, DemoPorts ports, Process process)
    {
        Name = name;
        Ports = ports;
        _process = process;
    }

    public string Name { get; }

    public DemoPorts Ports { get; }

    public Uri Api => new($"http://127.0.0.1:{Ports.Api}");

    public Uri Ingest => new($"http://127.0.0.1:{Ports.Ingest}");

    /// <summary>Runs `init` and `start` in a directory and waits until the node is ready.</summary>
    public static async Task<DemoNode> StartAsync(
        string name, string directory, DemoPorts ports, DemoNode? peer, HttpClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var configuration = Path.Combine(directory, "stratum.toml");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            [node]
            name = "{name}"
            keypair_path = "node.key"
            storage_path = "store"

            [network]
            api_listen = "127.0.0.1:{ports.Api}"
            ingest_listen = "127.0.0.1:{ports.Ingest}"
            mesh_listen = "127.0.0.1:{ports.Mesh}"
            heartbeat_listen = "127.0.0.1:{ports.Heartbeat}"
            network_id = "stratum-demo"
            initial_peers = [{(peer is null ? "" : $"\"127.0.0.1:{peer.Ports.Mesh}\"")}]

            # Each of these nodes signs for a whole network of stations.
            [trust]
            new_series_per_day = 100000

            [log]
            file = "stratum.log"

            """,
            cancellationToken);
        using (var init = Run("init", configuration))
        {
            await init.WaitForExitAsync(cancellationToken);
            if (init.ExitCode != 0)
            {
                throw new StratumException($"stratum init for the demo's node {name} failed: {await init.StandardError.ReadToEndAsync(cancellationToken)}");
            }
        }

        var node = new DemoNode(name, ports, Run("start", configuration));
        await node.WaitUntilReadyAsync(Path.Combine(directory, "stratum.log"), client, time, cancellationToken);
        return node;
    }

    /// <summary>SIGTERM, then a wait for a clean end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, SigTerm);
            using var deadline = new CancellationTokenSource(StopDeadline);
            try
            {
                await _process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);

    private static Process Run(string command, string configuration)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true, RedirectStandardOutput = true };
        // `dotnet stratum.dll demo` instead of the program's own executable.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "stratum.dll"));
        }

        foreach (var argument in (ReadOnlySpan<string>)[command, "--config", configuration])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new StratumException("the demo could not start a process", ExitCode.Internal);
        if (command == "start")
        {
            // The node's log is in its file; unread pipes would fill up and stop it.
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        return process;
    }

    private async Task WaitUntilReadyAsync(string log, HttpClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < StartDeadline && !_process.HasExited)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(Api, "/health/ready"), cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet: the next round tells.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }

        var lines = File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(5)) : "(no log)";
        throw new StratumException($"the demo's node {Name} did not become ready; the end of its log:\n{lines}", ExitCode.Internal);
    }
}
