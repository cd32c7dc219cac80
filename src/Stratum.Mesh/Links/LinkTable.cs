using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Links;

/// <summary>
/// Which links there are: at most one a peer, and no more inbound ones than allowed. When two nodes dial each other at once, both
/// keep the connection that the lower node id dialled. A peer with another incarnation has restarted, and one that dials again in the same
/// direction has lost its end: in both cases the newer connection stays.
/// </summary>
internal sealed class LinkTable<TLink>(NodeId self, int linksMax)
    where TLink : class
{
    private readonly Dictionary<NodeId, Entry> _links = [];

    public int Count => _links.Count;

    public IEnumerable<TLink> Links => _links.Values.Select(entry => entry.Link);

    public TLink? Find(NodeId peer) => _links.TryGetValue(peer, out var entry) ? entry.Link : null;

    /// <summary>Asks for a place. None: the link is in the table, and <paramref name="replaced"/> is to be closed as a duplicate.</summary>
    public RefusalReason TryAdd(NodeId peer, ulong incarnation, bool dialledBySelf, TLink link, out TLink? replaced)
    {
        replaced = null;
        if (_links.TryGetValue(peer, out var old))
        {
            var restarted = old.Incarnation != incarnation;
            if (!restarted && old.DialledBySelf != dialledBySelf && old.DialledBySelf == self < peer)
            {
                return RefusalReason.DuplicateLink;
            }

            replaced = old.Link;
        }
        else if (_links.Count >= linksMax)
        {
            return RefusalReason.TooManyLinks;
        }

        _links[peer] = new Entry(link, incarnation, dialledBySelf);
        return RefusalReason.None;
    }

    /// <summary>Takes the link out, unless another has its place already.</summary>
    public bool Remove(NodeId peer, TLink link) =>
        _links.TryGetValue(peer, out var entry) && ReferenceEquals(entry.Link, link) && _links.Remove(peer);

    private sealed record Entry(TLink Link, ulong Incarnation, bool DialledBySelf);
}
