using Stratum.Core;

namespace Stratum.Mesh;

/// <summary>What the mesh reads of the store: all of it in one place, so that a simulation needs no more than a sorted set.</summary>
internal interface IMeshStore
{
    /// <summary>Unix seconds: older observations are not taken. Moves back only when it lay in the future of a clock that was confirmed since.</summary>
    long RetentionFloor { get; }

    /// <summary>Whether the content is held.</summary>
    bool Contains(ContentId contentId, long timestamp);

    /// <summary>Whether the content that came is held: cheaper than by its id alone.</summary>
    bool Contains(Observation observation, ContentId contentId) => Contains(contentId, observation.Timestamp);

    /// <summary>Whether the store has anything of the series.</summary>
    bool Holds(Series series);

    /// <summary>One content, or null.</summary>
    SignedObservation? Find(ContentId contentId, long timestamp);

    /// <inheritdoc cref="IReconciliationSource.Sums"/>
    IEnumerable<CellSum> Sums(long from, long to);

    /// <inheritdoc cref="IReconciliationSource.Days"/>
    IReadOnlyList<DayStamp> Days(long from, long to);

    /// <inheritdoc cref="IReconciliationSource.Items"/>
    IReadOnlyList<ReconciliationItem> Items(long from, long to, Predicate<CellKey>? isWanted);

    /// <inheritdoc cref="IReconciliationSource.Find"/>
    IReadOnlyList<SignedObservation?> Find(ReadOnlySpan<ReconciliationItem> items);
}
