using System.Net;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Membership;

/// <summary>
/// Where others can dial this node: what it listens on, and, where that is every address of the machine, how its peers see it. Each peer has one voice, and
/// what most say comes first, so that one that lies adds little.
/// </summary>
internal sealed class OwnAddresses
{
    private const int PeersMax = 64;

    private readonly Dictionary<NodeId, IPAddress> _seenBy = [];
    private readonly Queue<NodeId> _order = new();

    /// <summary>A peer told at which address it sees this node; its last word counts.</summary>
    public void Observe(NodeId peer, string address)
    {
        if (!IPAddress.TryParse(address, out var seen))
        {
            return;
        }

        if (!_seenBy.ContainsKey(peer))
        {
            _order.Enqueue(peer);
            if (_order.Count > PeersMax)
            {
                _seenBy.Remove(_order.Dequeue());
            }
        }

        _seenBy[peer] = RemoteAddress.Plain(seen);
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

            foreach (var (address, _) in _seenBy.Values.CountBy(static address => address).OrderByDescending(static seen => seen.Value))
            {
                addresses.Add(new IPEndPoint(address, bound.Port).ToString());
            }
        }

        return addresses.Count <= PeerRecord.AddressesMax ? addresses : addresses.GetRange(0, PeerRecord.AddressesMax);
    }
}
