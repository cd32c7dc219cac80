using System.Net.Sockets;

namespace Stratum.Mesh.Transport;

/// <summary>How the sockets of links are set.</summary>
internal static class TcpSettings
{
    // Probes after the first silence: three may get lost.
    private const int KeepAliveProbes = 3;

    // tcp(7), linux/tcp.h.
    private const int LinuxTcpLevel = 6;
    private const int LinuxUserTimeout = 18;
    private const int LinuxNotSentLowWater = 25;

    // One TLS record waits in the kernel, not megabytes: what is written there cannot be overtaken by a live frame any more.
    private const int NotSentBytes = 16 * 1024;

    /// <summary>Sets a connected socket.</summary>
    public static void Apply(Socket socket, TransportOptions options)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        var intervalS = Math.Max(1, (int)(options.SilenceMax - options.KeepAlive).TotalSeconds / KeepAliveProbes);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, Math.Max(1, (int)options.KeepAlive.TotalSeconds));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, intervalS);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
        if (OperatingSystem.IsLinux())
        {
            // Keep-alive probes are not sent while data wait for an acknowledgement, which Linux awaits for about 15 minutes.
            SetLinux(socket, LinuxUserTimeout, (int)options.SilenceMax.TotalMilliseconds);
            SetLinux(socket, LinuxNotSentLowWater, NotSentBytes);
        }
    }

    private static void SetLinux(Socket socket, int name, int value) => socket.SetRawSocketOption(LinuxTcpLevel, name, BitConverter.GetBytes(value));
}
