using System.Net;
using System.Net.Sockets;

namespace Stratum.Ingest;

/// <summary>What may be said of a sender's address, and which network to open for it.</summary>
internal static class SenderAddress
{
    private static readonly (IPNetwork Network, int OpenBits)[] Private =
    [
        (new IPNetwork(new IPAddress([127, 0, 0, 0]), 8), 8),
        (new IPNetwork(new IPAddress([10, 0, 0, 0]), 8), 24),
        (new IPNetwork(new IPAddress([172, 16, 0, 0]), 12), 24),
        (new IPNetwork(new IPAddress([192, 168, 0, 0]), 16), 24),
        (new IPNetwork(new IPAddress([169, 254, 0, 0]), 16), 16),
        // Shared address space: the other customers of a provider, or a VPN's machines; never more than the one.
        (new IPNetwork(new IPAddress([100, 64, 0, 0]), 10), 32),
        (new IPNetwork(IPAddress.IPv6Loopback, 128), 128),
        (IPNetwork.Parse("fc00::/7"), 64),
        (IPNetwork.Parse("fe80::/10"), 64),
    ];

    /// <summary>IPv4 where the address is one.</summary>
    public static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    /// <summary>The network that [ingest] open_networks may get for this sender; null for one of the public internet, whose network is nobody's own.</summary>
    public static IPNetwork? ToOpen(IPAddress address)
    {
        foreach (var (network, bits) in Private)
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
            {
                return NetworkOf(address, bits);
            }
        }

        return null;
    }

    /// <summary>The address for everybody's eyes: whole in private networks, of a public one the network only.</summary>
    public static string Shown(IPAddress? remote)
    {
        const int publicBits4 = 24;
        const int publicBits6 = 48;
        return Plain(remote) is not { } address ? "unknown"
            : ToOpen(address) is not null ? address.ToString()
            : NetworkOf(address, address.AddressFamily == AddressFamily.InterNetwork ? publicBits4 : publicBits6).ToString();
    }

    private static IPNetwork NetworkOf(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(bits - (8 * i), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }

        return new IPNetwork(new IPAddress(bytes), bits);
    }
}
