using System.Net;

namespace Stratum.Mesh.Membership;

/// <summary>
/// Where others can dial this node: what it listens on, and, where that is every address of the machine, how its peers see it. The addresses that most
/// peers tell come first, so that one that lies adds little.
/// </summary>
internal sealed class OwnAddresses
{
    private const int ObservedMax = 64;

    private readonly Dictionary<IPAddress, int> _observed = [];

    /// <summary>A peer told at which address it sees this node.</summary>
    public void Observe(string address)
    {
        if (IPAddress.TryParse(address, out var seen) && (_observed.Count < ObservedMax || _observed.ContainsKey(seen)))
        {
            seen = seen.IsIPv4MappedToIPv6 ? seen.MapToIPv4() : seen;
            _observed[seen] = _observed.GetValueOrDefault(seen) + 1;
        }
    }

    public List<string> With(IReadOnlyList<string> listened)
    {
        var addresses = new List<string>();
        foreach (var text in listened)
        {
            if (!IPEndPoint.TryParse(text, out var bound))
            {
                continue;
            }

            if (!bound.Address.Equals(IPAddress.Any) && !bound.Address.Equals(IPAddress.IPv6Any))
            {
                addresses.Add(bound.ToString());
                continue;
            }

            foreach (var (address, _) in _observed.OrderByDescending(static seen => seen.Value))
            {
                addresses.Add(new IPEndPoint(address, bound.Port).ToString());
            }
        }

        return addresses.Count <= PeerRecord.AddressesMax ? addresses : addresses.GetRange(0, PeerRecord.AddressesMax);
    }
}
