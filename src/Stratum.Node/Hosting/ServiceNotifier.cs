using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Stratum.Node.Hosting;

/// <summary>
/// Tells systemd how the node is (sd_notify(3)): ready, stopping, and alive for its watchdog. Without NOTIFY_SOCKET it does nothing.
/// </summary>
internal sealed class ServiceNotifier : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _supervisor;
    private readonly ITimer? _watchdog;

    /// <param name="environment">Reads NOTIFY_SOCKET and WATCHDOG_USEC.</param>
    /// <param name="isAlive">Asked before each sign of life; while false none is sent, and systemd starts the node anew.</param>
    /// <param name="time">Drives the signs of life.</param>
    public ServiceNotifier(Func<string, string?> environment, Func<bool> isAlive, TimeProvider time)
    {
        if (environment("NOTIFY_SOCKET") is not { Length: > 1 } path)
        {
            return;
        }

        // A leading @ stands for the zero byte of an abstract address.
        _supervisor = new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        if (long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0)
        {
            // Twice an interval, as sd_watchdog_enabled(3) advises.
            var period = TimeSpan.FromMicroseconds(microseconds / 2.0);
            _watchdog = time.CreateTimer(
                _ =>
                {
                    if (isAlive())
                    {
                        Send("WATCHDOG=1");
                    }
                },
                null,
                period,
                period);
        }
    }

    /// <summary>The node serves.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>The node drains and flushes.</summary>
    public void Stopping() => Send("STOPPING=1");

    public void Dispose()
    {
        _watchdog?.Dispose();
        _socket?.Dispose();
    }

    private void Send(string state)
    {
        try
        {
            _socket?.SendTo(Encoding.ASCII.GetBytes(state), _supervisor!);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A supervisor that does not listen learns nothing; its own timeout decides, as for every service.
        }
    }
}
