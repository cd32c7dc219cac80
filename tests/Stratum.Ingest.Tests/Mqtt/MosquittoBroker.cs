using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Stratum.Ingest.Tests;

/// <summary>A real mosquitto on loopback, with its own configuration, port and folder.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    private const int FirstPort = 20_000;
    private const int PortCount = 12_000;

    private static int s_ports = Environment.ProcessId;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("stratum-mosquitto-").FullName;
    private Process? _process;

    private MosquittoBroker(int port) => Port = port;

    public static string? ProgramPath { get; } = new[] { "/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto" }.FirstOrDefault(File.Exists);

    public int Port { get; }

    public string Folder => _folder;

    public string Url => $"mqtt://127.0.0.1:{Port}";

    public static async Task<MosquittoBroker> StartAsync(string settings = "allow_anonymous true\n", Action<string>? prepare = null)
    {
        var broker = new MosquittoBroker(FreePort());
        prepare?.Invoke(broker._folder);
        // Persistence, so that sessions outlive a restart; root as it is, because mosquitto would change to a user that cannot read the folder.
        await File.WriteAllTextAsync(
            Path.Combine(broker._folder, "mosquitto.conf"),
            $"persistence true\npersistence_location {broker._folder}/\nuser root\nlistener {broker.Port} 127.0.0.1\n"
            + settings.Replace("FOLDER", broker._folder, StringComparison.Ordinal));
        await broker.RunAsync();
        return broker;
    }

    public async Task RunAsync()
    {
        _process = Process.Start(new ProcessStartInfo(ProgramPath!, ["-c", Path.Combine(_folder, "mosquitto.conf")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        using var deadline = new CancellationTokenSource(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await IsListeningAsync())
        {
            Assert.False(_process.HasExited, "mosquitto ended at once");
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>Ends it as a service manager does: it writes its sessions down.</summary>
    public async Task StopAsync()
    {
        if (_process is { HasExited: false } process)
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync().WaitAsync(Deadline);
        }

        _process?.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // Below the ports that systems give to others on their own: the broker keeps its port also while a test has it stopped.
    private static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref s_ports) % PortCount);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    private async Task<bool> IsListeningAsync()
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
