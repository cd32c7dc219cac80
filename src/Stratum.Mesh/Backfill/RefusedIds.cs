using Stratum.Core;
using Stratum.Mesh.Gossip;

namespace Stratum.Mesh.Backfill;

/// <summary>Observations that one end of a link refused for good: not offered and not asked for on this link again. Bounded.</summary>
internal sealed class RefusedIds(int idsMax)
{
    private HashSet<ContentId> _young = [];
    private HashSet<ContentId> _old = [];

    public int Count => _young.Count + _old.Count;

    public bool Contains(ContentId id) => _young.Contains(id) || _old.Contains(id);

    public void Add(ContentId id, RejectReason reason)
    {
        if (!RejectReasons.IsLasting(reason) || Contains(id))
        {
            return;
        }

        if (_young.Count >= idsMax / 2)
        {
            (_old, _young) = (_young, []);
        }

        _young.Add(id);
    }
}
