using System.Net;
using System.Net.Sockets;

namespace Stratum.Mesh.Transport;

/// <summary>
/// Asks for a UDP port alone. msquic binds with SO_REUSEPORT, so a second node on the same port would start without an error and take a part of the
/// first one's packets; an ordinary bind is refused.
/// </summary>
internal static class UdpPort
{
    /// <summary>Binds; throws <see cref="Core.StratumException"/> when the port is taken. To be closed before QUIC binds it.</summary>
    public static Socket Hold(IPEndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(address);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw ListenFailure.Of("UDP, for QUIC", address, exception);
        }
    }
}
