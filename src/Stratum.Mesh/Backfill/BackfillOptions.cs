namespace Stratum.Mesh.Backfill;

/// <summary>Limits of a run of reconciliation. Every message of a run fits one frame of 64 KiB.</summary>
internal sealed record BackfillOptions
{
    /// <summary>A run begins so long after the one before ended (MESH, "Reconciliation").</summary>
    public int PeriodMs { get; init; } = 60_000;

    /// <summary>What is younger is still on its way by gossip and would look like a difference (MESH, "Reconciliation").</summary>
    public int YoungestSeconds { get; init; } = 30;

    /// <summary>The first run on a link reaches so far beyond now: as far as timestamps may be ahead (max_future_s).</summary>
    public int FutureSeconds { get; init; } = 300;

    /// <summary>No answer for so long ends the run; the next one starts afresh.</summary>
    public int AnswerTimeoutMs { get; init; } = 30_000;

    /// <summary>Days on a page: 32 bytes and a step of one or two each, 51 KiB in all, four years.</summary>
    public int DaysMax { get; init; } = 1_500;

    /// <summary>Bytes of a message of Negentropy, below 64 KiB with room for the frame's own fields: 1,900 ids.</summary>
    public int RangesBytesMax { get; init; } = 60 * 1024;

    /// <summary>Rounds about one hour: each carries a thousand ids or splits a range by sixteen.</summary>
    public int RoundsMax { get; init; } = 10_000;

    /// <summary>Observations of an hour that a frame can deal with, those that are refused and not sent included.</summary>
    public int HourItemsMax { get; init; } = 100_000;

    /// <summary>Ids wanted at once: about what one answer carries at 90 bytes each.</summary>
    public int WantMax { get; init; } = 600;

    /// <summary>Bytes of observations in one frame, below 64 KiB with room for the frame's own fields.</summary>
    public int ItemsBytesMax { get; init; } = 60 * 1024;

    /// <summary>How often a run may begin anew because the peer's floor is later: once for each side that moved, and one more.</summary>
    public int NarrowingsMax { get; init; } = 3;

    /// <summary>Days, and their hours, that are remembered as differing for ever: a year, at most 1 MB a link where it comes to that.</summary>
    public int SettledDaysMax { get; init; } = 366;

    /// <summary>Ids that a link remembers as refused for good; the oldest half leaves when it is full.</summary>
    public int RefusedIdsMax { get; init; } = 10_000;
}
