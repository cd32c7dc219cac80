using Stratum.Core;
using Stratum.Mesh.Gossip;

namespace Stratum.Mesh.Backfill;

/// <summary>
/// Observations that one end of a link refused: not offered and not asked for on this link again, or, where a day's budget was used up, not before the
/// next day. Bounded.
/// </summary>
internal sealed class RefusedIds(int idsMax)
{
    private const long SecondsPerDay = 86_400;

    private readonly AgingSet<ContentId> _ids = new(idsMax);
    private AgingSet<ContentId> _today = new(idsMax);

    /// <summary>The UTC day of the last run; what was over its budget on an earlier one may come again.</summary>
    public long Day { get; private set; } = long.MinValue;

    public int Count => _ids.Count + _today.Count;

    public bool Contains(ContentId id) => _ids.Contains(id) || _today.Contains(id);

    /// <summary>Whether an observation that was refused for this reason is not offered again, at least for today.</summary>
    public static bool Remembers(RejectReason reason) => reason == RejectReason.SeriesBudget || RejectReasons.IsLasting(reason);

    public void Add(ContentId id, RejectReason reason)
    {
        if (reason == RejectReason.SeriesBudget)
        {
            _today.Add(id);
        }
        else if (RejectReasons.IsLasting(reason))
        {
            _ids.Add(id);
        }
    }

    /// <summary>A run begins, driven by either end.</summary>
    public void OnRun(Moment now)
    {
        var day = now.UnixSeconds / SecondsPerDay;
        if (day != Day)
        {
            (Day, _today) = (day, new AgingSet<ContentId>(idsMax));
        }
    }
}
