using System.Net;
using System.Net.Sockets;

namespace Stratum.Ingest.Tests;

/// <summary>An emulated console where an adapter can reach it: a TCP port, one client at a time, or a pseudo-terminal.</summary>
internal sealed class EmulatedConsole : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IDisposable _owned;
    private readonly Task _serving;

    private EmulatedConsole(ConsoleEmulator emulator, string url, IDisposable owned, Func<CancellationToken, Task> serve)
    {
        (Emulator, Url, _owned) = (emulator, url, owned);
        _serving = Task.Run(() => serve(_stop.Token));
    }

    public ConsoleEmulator Emulator { get; }

    public string Url { get; }

    public static EmulatedConsole OnTcp(params IReadOnlyList<byte[]> packets)
    {
        var emulator = new ConsoleEmulator(packets);
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new EmulatedConsole(emulator, $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", listener, async stop =>
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop);
                await using var stream = client.GetStream();
                try
                {
                    await emulator.ServeAsync(stream, stop);
                }
                catch (IOException)
                {
                    // The adapter hung up.
                }
            }
        });
    }

    public static EmulatedConsole OnPseudoTerminal(params IReadOnlyList<byte[]> packets)
    {
        var emulator = new ConsoleEmulator(packets);
        var (master, path) = PseudoTerminal.Open();
        var stream = new SerialStream(master);
        return new EmulatedConsole(emulator, "serial://" + path, stream, stop => emulator.ServeAsync(stream, stop));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _serving;
        }
        catch (Exception e) when (e is OperationCanceledException or DeviceException)
        {
            // Told to stop, or the other end of the terminal closed.
        }

        _owned.Dispose();
        _stop.Dispose();
    }
}
