using Stratum.Core;
using Stratum.Mesh.Gossip;

namespace Stratum.Mesh.Backfill;

/// <summary>Observations that one end of a link refused for good: not offered and not asked for on this link again. Bounded.</summary>
internal sealed class RefusedIds(int idsMax)
{
    private readonly AgingSet<ContentId> _ids = new(idsMax);

    public int Count => _ids.Count;

    public bool Contains(ContentId id) => _ids.Contains(id);

    public void Add(ContentId id, RejectReason reason)
    {
        if (RejectReasons.IsLasting(reason))
        {
            _ids.Add(id);
        }
    }
}
