using Stratum.Core;

namespace Stratum.Mesh.Tests.Support;

/// <summary>A store whose sums fail, as only a fault of the program could make them.</summary>
internal sealed class FaultyStore(IMeshStore inner) : IMeshStore
{
    public long RetentionFloor => inner.RetentionFloor;

    public bool Contains(ContentId contentId, long timestamp) => inner.Contains(contentId, timestamp);

    public bool Holds(Series series) => inner.Holds(series);

    public SignedObservation? Find(ContentId contentId, long timestamp) => inner.Find(contentId, timestamp);

    public IEnumerable<CellSum> Sums(long from, long to) => throw new InvalidOperationException("a fault of the program");

    public IReadOnlyList<DayStamp> Days(long from, long to) => [new DayStamp(from / 86_400, null)];

    public IReadOnlyList<ReconciliationItem> Items(long from, long to, Predicate<CellKey>? isWanted) => inner.Items(from, to, isWanted);

    public IReadOnlyList<SignedObservation?> Find(ReadOnlySpan<ReconciliationItem> items) => inner.Find(items);
}
