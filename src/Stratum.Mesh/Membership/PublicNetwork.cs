using System.Net;
using System.Net.Sockets;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Membership;

/// <summary>
/// The network that one party is likely to hold whole: a public /24 or /48. Nodes of it count as one when links are chosen; machines of one house
/// or one laboratory do not.
/// </summary>
internal readonly record struct PublicNetwork(ulong Bits)
{
    public static PublicNetwork? Of(IPAddress address)
    {
        var plain = RemoteAddress.Plain(address);
        var bytes = plain.GetAddressBytes();
        if (plain.AddressFamily == AddressFamily.InterNetwork)
        {
            var isPrivate = bytes[0] is 10 or 127 or 0 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168)
                || (bytes[0] == 169 && bytes[1] == 254) || (bytes[0] == 100 && bytes[1] is >= 64 and < 128);
            return isPrivate ? null : new PublicNetwork(((ulong)bytes[0] << 16) | ((ulong)bytes[1] << 8) | bytes[2]);
        }

        if (IPAddress.IsLoopback(plain) || plain.IsIPv6LinkLocal || plain.IsIPv6UniqueLocal)
        {
            return null;
        }

        ulong prefix = 1;
        for (var at = 0; at < 6; at++)
        {
            prefix = (prefix << 8) | bytes[at];
        }

        return new PublicNetwork(prefix);
    }
}
