using System.Diagnostics.CodeAnalysis;

namespace Stratum.Mesh.Gossip;

/// <summary>Ids that wait to be announced on one link. They go together: an announcement is only needed when the push on another link failed.</summary>
internal sealed class AnnouncementBox
{
    /// <summary>How long the first id waits for others.</summary>
    public const int DelayMs = 250;

    /// <summary>Ids of a frame: 32 KB.</summary>
    public const int IdsMax = 2_000;

    private List<IdPrefix> _ids = [];

    /// <summary>When the next frame is to go; <see cref="long.MaxValue"/> when nothing waits.</summary>
    public long DueMs { get; private set; } = long.MaxValue;

    public void Add(IdPrefix id, long nowMs)
    {
        // What does not fit is found by reconciliation.
        if (_ids.Count < IdsMax)
        {
            _ids.Add(id);
            DueMs = Math.Min(DueMs, _ids.Count == IdsMax ? nowMs : nowMs + DelayMs);
        }
    }

    public bool TryTake(long nowMs, [NotNullWhen(true)] out List<IdPrefix>? ids)
    {
        ids = nowMs >= DueMs ? _ids : null;
        if (ids is not null)
        {
            (_ids, DueMs) = ([], long.MaxValue);
        }

        return ids is not null;
    }
}
