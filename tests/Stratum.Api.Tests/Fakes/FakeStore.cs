using Stratum.Core;

namespace Stratum.Api.Tests;

/// <summary>The store's contract over a list, in the plainest way.</summary>
internal sealed class FakeStore : IObservationStore
{
    private readonly Lock _gate = new();
    private readonly List<StoredObservation> _rows = [];

    public ArrivalEpoch Epoch { get; set; }

    public long LastArrival
    {
        get
        {
            lock (_gate)
            {
                return _rows.Count == 0 ? 0 : _rows[^1].ArrivalNumber;
            }
        }
    }

    public long RetentionFloor => 0;

    public Exception? QueryFault { get; set; }

    public StoreStatus Status => new() { State = "ok", Durability = "always", Observations = LastArrival };

    public void Add(StoredObservation row)
    {
        lock (_gate)
        {
            _rows.Add(row);
        }
    }

    public void RemoveUpTo(long arrival)
    {
        lock (_gate)
        {
            _rows.RemoveAll(row => row.ArrivalNumber <= arrival);
        }
    }

    public IEnumerable<StoredObservation> Query(ObservationQuery query)
    {
        if (QueryFault is not null)
        {
            throw QueryFault;
        }

        var rows = Snapshot().Where(row => Matches(row, query)).OrderBy(row => row.Timestamp).ThenBy(row => row.Observation.ContentId).ToList();
        if (!query.AllDuplicates)
        {
            rows = [.. rows.GroupBy(row => CanonicalForm.ReadingIdOf(row.Observation.Observation))
                .Select(same => same.First() with { Witnesses = same.Count() })];
        }

        if (query.Descending)
        {
            rows.Reverse();
        }

        return query.Cursor is null ? rows : rows.SkipWhile(row => CursorAfter(row) != query.Cursor).Skip(1);
    }

    public IEnumerable<StoredObservation> ReadArrivals(long afterArrival) => Snapshot().Where(row => row.ArrivalNumber > afterArrival);

    public string CursorAfter(StoredObservation observation) => $"c{observation.Timestamp}+{observation.Observation.ContentId}";

    public bool IsCursor(string text) => text.StartsWith('c');

    public bool Contains(ContentId contentId, long timestamp) => Find(contentId, timestamp) is not null;

    public bool Holds(Series series) => Snapshot().Any(row => row.Observation.Series.Equals(series));

    public StoredObservation? Find(ContentId contentId, long timestamp) =>
        Snapshot().Find(row => row.Observation.ContentId == contentId && row.Timestamp == timestamp);

    public IReadOnlyList<NearbyObservation> LatestNear(
        GeoPoint centre, double radiusKm, string? readingType, int limit, Deployment? deployment = null) =>
        [.. Latest(Snapshot())
            .Where(row => row.Observation.Observation.Position is not null && (readingType is null || row.Series.ReadingType == readingType)
                && (deployment is null || row.Series.Deployment == deployment))
            .Select(row => new NearbyObservation(row, centre.DistanceKmTo(row.Observation.Observation.Position!.Value)))
            .Where(near => near.DistanceKm <= radiusKm).OrderBy(near => near.DistanceKm)
            .GroupBy(near => near.Observation.Series.ReadingType).SelectMany(group => group.Take(limit)).OrderBy(near => near.DistanceKm)];

    public IReadOnlyList<StoredObservation> LatestOf(StationKey station) =>
        [.. Latest(Snapshot()).Where(row => row.Series.Station == station).OrderBy(row => row.Series.ReadingType, StringComparer.Ordinal)];

    public IReadOnlyList<StationLatest> Stations(GeoBox? box) =>
        [.. Latest(Snapshot()).Where(row => box is not { } area || (row.Observation.Observation.Position is { } position && area.Contains(position)))
            .GroupBy(row => row.Series.Station).OrderBy(group => group.Key.ToString(), StringComparer.Ordinal)
            .Select(group => new StationLatest(group.Key, [.. group]))];

    public ValueTask<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<NewObservation> batch, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the query API never writes");

    public void SetAssessment(Observation observation, ContentId contentId, Assessment assessment) =>
        throw new NotSupportedException("the query API never writes");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IEnumerable<StoredObservation> Latest(List<StoredObservation> rows) =>
        rows.GroupBy(row => (row.Series.Station, row.Series.ReadingType, row.Series.Deployment)).Select(group => group.MaxBy(row => row.Timestamp)!);

    private static bool Matches(StoredObservation row, ObservationQuery query) =>
        (query.DeviceId is null || row.Series.DeviceId == query.DeviceId)
        && (query.NodeId is null || row.Series.Signer == query.NodeId)
        && (query.ReadingType is null || row.Series.ReadingType == query.ReadingType)
        && (query.Deployment is null || row.Series.Deployment == query.Deployment)
        && row.Timestamp >= query.From && row.Timestamp < query.To
        && (query.Centre is not { } centre || (row.Observation.Observation.Position is { } at && centre.DistanceKmTo(at) <= query.RadiusKm));

    private List<StoredObservation> Snapshot()
    {
        lock (_gate)
        {
            return [.. _rows];
        }
    }
}
