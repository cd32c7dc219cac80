using System.Net;
using System.Net.Sockets;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>The networks whose machines may post without a token. Decided by the address of the connection, never by a header.</summary>
internal sealed class OpenNetworks
{
    private const int MappedPrefixBits = 96;

    private readonly IPNetwork[] _networks;

    /// <summary>Parses CIDR blocks and single addresses. Throws <see cref="StratumException"/> naming every wrong one.</summary>
    public OpenNetworks(IReadOnlyList<string> networks)
    {
        var wrong = new List<string>();
        _networks = new IPNetwork[networks.Count];
        for (var i = 0; i < networks.Count; i++)
        {
            if (!TryParse(networks[i], out _networks[i]))
            {
                wrong.Add($"\"{Excerpt.Of(networks[i])}\"");
            }
        }

        if (wrong.Count > 0)
        {
            throw new StratumException(
                $"[ingest] open_networks: {string.Join(", ", wrong)} is no network; accepted are CIDR blocks without host bits "
                + "(\"192.168.1.0/24\", \"fd00::/8\") and single addresses");
        }
    }

    public bool Contains(IPAddress? remote)
    {
        // A connection without an address (a Unix socket) is in no network.
        if (remote is null)
        {
            return false;
        }

        var address = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote;
        foreach (var network in _networks)
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryParse(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var single))
        {
            var address = single.IsIPv4MappedToIPv6 ? single.MapToIPv4() : single;
            network = new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
            return true;
        }

        // .NET 10 masks host bits away, .NET 9 refuses them. "192.168.1.7/8" is more likely a slip than a wish: refuse.
        if (!IPNetwork.TryParse(text, out network)
            || !IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var written)
            || !written.Equals(network.BaseAddress))
        {
            return false;
        }

        // ::ffff:10.0.0.0/104 is 10.0.0.0/8 in other words, and connections are compared as IPv4.
        if (network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= MappedPrefixBits)
        {
            network = new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedPrefixBits);
        }

        return true;
    }
}
