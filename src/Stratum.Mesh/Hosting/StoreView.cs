using Stratum.Core;

namespace Stratum.Mesh.Hosting;

/// <summary>The node's store as the mesh sees it.</summary>
internal sealed class StoreView(IObservationStore store, IReconciliationSource source) : IMeshStore
{
    public long RetentionFloor => store.RetentionFloor;

    public bool Contains(ContentId contentId, long timestamp) => store.Contains(contentId, timestamp);

    public bool Contains(Observation observation, ContentId contentId) => store.Find(observation, contentId) is not null;

    public bool Holds(Series series) => store.Holds(series);

    public SignedObservation? Find(ContentId contentId, long timestamp) => store.Find(contentId, timestamp)?.Observation;

    public IEnumerable<CellSum> Sums(long from, long to) => source.Sums(from, to);

    public IReadOnlyList<DayStamp> Days(long from, long to) => source.Days(from, to);

    public IReadOnlyList<ReconciliationItem> Items(long from, long to, Predicate<CellKey>? isWanted) => source.Items(from, to, isWanted);

    public IReadOnlyList<SignedObservation?> Find(ReadOnlySpan<ReconciliationItem> items) => source.Find(items);
}
