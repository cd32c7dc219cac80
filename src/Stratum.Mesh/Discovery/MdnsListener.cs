using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Stratum.Mesh.Discovery;

/// <summary>Multicast DNS on every IPv4 interface that links are taken on: announces, asks, answers, and says goodbye.</summary>
internal sealed partial class MdnsListener(MdnsService service, IPAddress listen, Action<FoundNode> found, TimeProvider time, ILogger logger)
{
    private const int Port = 5353;
    private const int TtlHops = 255;

    // RFC 6762, section 8.3: at least two announcements, a second apart; then at four fifths of the time that they are kept for.
    private const int FirstAnnouncements = 3;
    private static readonly TimeSpan FirstPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(90);

    private static readonly IPAddress Group = IPAddress.Parse("224.0.0.251");

    private readonly List<(Socket Socket, IPAddress Address)> _sockets = [];

    /// <summary>Runs until it is stopped; a network without multicast is logged and left alone.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Open();
        if (_sockets.Count == 0)
        {
            LogNone();
            return;
        }

        var readers = _sockets.ConvertAll(one => ReceiveAsync(one.Socket, one.Address, stopping));
        try
        {
            for (var round = 0; ; round++)
            {
                SendToAll(MdnsService.Query());
                foreach (var (socket, address) in _sockets)
                {
                    Send(socket, service.Announcement(address));
                }

                await Task.Delay(round < FirstAnnouncements ? FirstPeriod : Period, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            foreach (var (socket, address) in _sockets)
            {
                Send(socket, service.Announcement(address, isGoodbye: true));
                socket.Dispose();
            }
        }

        await Task.WhenAll(readers);
    }

    private void Open()
    {
        foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (network.OperationalStatus == OperationalStatus.Down || !network.SupportsMulticast
                || network.NetworkInterfaceType == NetworkInterfaceType.Loopback)
            {
                continue;
            }

            foreach (var unicast in network.GetIPProperties().UnicastAddresses)
            {
                if (unicast.Address.AddressFamily == AddressFamily.InterNetwork && (listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any)
                    || listen.Equals(unicast.Address)))
                {
                    Open(unicast.Address);
                }
            }
        }
    }

    private void Open(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // Other programs of this machine listen on the same port.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Any, Port));
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(Group, address));
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, address.GetAddressBytes());
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, TtlHops);
            _sockets.Add((socket, address));
            LogListening(address);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            LogNotOn(address, e.Message);
        }
    }

    private async Task ReceiveAsync(Socket socket, IPAddress address, CancellationToken stopping)
    {
        var buffer = new byte[DnsMessage.BytesMax + 1];
        var any = new IPEndPoint(IPAddress.Any, 0);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, any, stopping);
                if (received.ReceivedBytes <= DnsMessage.BytesMax && DnsMessage.TryRead(buffer.AsSpan(0, received.ReceivedBytes)) is { } message)
                {
                    Take(message, socket, address);
                }
            }
            catch (SocketException e)
            {
                LogProblem(e.Message);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Take(DnsMessage message, Socket socket, IPAddress address)
    {
        if (service.IsAsked(message))
        {
            Send(socket, service.Announcement(address));
        }

        foreach (var node in service.Read(message))
        {
            found(node);
        }
    }

    private void SendToAll(byte[] message)
    {
        foreach (var (socket, _) in _sockets)
        {
            Send(socket, message);
        }
    }

    private void Send(Socket socket, byte[] message)
    {
        try
        {
            socket.SendTo(message, new IPEndPoint(Group, Port));
        }
        catch (SocketException e)
        {
            LogProblem(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Looking for nodes by multicast DNS on {Address}")]
    private partial void LogListening(IPAddress address);

    [LoggerMessage(Level = LogLevel.Information, Message = "No network here that multicast DNS works on; nodes are found by initial_peers and by peers only")]
    private partial void LogNone();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Multicast DNS does not work on {Address}: {Problem}")]
    private partial void LogNotOn(IPAddress address, string problem);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Multicast DNS: {Problem}")]
    private partial void LogProblem(string problem);
}
