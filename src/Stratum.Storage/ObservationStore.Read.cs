using Stratum.Core;

namespace Stratum.Storage;

/// <summary>What readers ask.</summary>
public sealed partial class ObservationStore
{
    /// <inheritdoc/>
    public StoreStatus Status
    {
        get
        {
            StoreView view;
            lock (_viewGate)
            {
                view = _view;
            }

            long observations = 0, tableBytes = 0, memtableBytes = 0;
            long oldest = long.MaxValue, newest = long.MinValue;
            foreach (var table in view.Tables)
            {
                var footer = table.Reader.Footer;
                observations += footer.Rows - footer.Overrides;
                tableBytes += table.Reader.FileBytes;
                oldest = Math.Min(oldest, footer.MinTimestamp);
                newest = Math.Max(newest, footer.MaxTimestamp);
            }

            foreach (var memtable in view.Memtables)
            {
                observations += memtable.Rows.Count - memtable.Overrides;
                memtableBytes += memtable.Bytes;
                oldest = Math.Min(oldest, memtable.MinTimestamp);
                newest = Math.Max(newest, memtable.MaxTimestamp);
            }

            return new StoreStatus
            {
                State = _stopped is null ? "ok" : "stopped",
                StoppedReason = _stopped?.Reason,
                Durability = _options.Durability == Durability.Always ? "always" : "interval",
                Observations = observations,
                Series = _catalogue.Count,
                Stations = _latest.Stations,
                LastArrival = LastArrival,
                Cursor = Epoch.CursorAt(LastArrival),
                OldestTimestamp = observations > 0 ? oldest : null,
                NewestTimestamp = observations > 0 ? newest : null,
                RetentionFloor = RetentionFloor,
                OwnFloor = Floors.Own,
                OwnBytes = OwnBytes(view),
                QuotaBytes = _options.DiskQuotaBytes,
                QuotaWarning = _quotaWarning,
                RetentionWaits = _retentionWaits,
                WalBytes = _wal.TotalBytes,
                TableBytes = tableBytes,
                Tables = view.Tables.Length,
                MemtableBytes = memtableBytes,
                RecoveryMs = _recoveryMs,
                RecoveredObservations = _recoveredObservations,
                Corruptions = _damage.Count,
            };
        }
    }

    /// <inheritdoc/>
    public bool Contains(ContentId contentId, long timestamp) => Find(contentId, timestamp) is not null;

    /// <inheritdoc/>
    public bool Holds(Series series) => _catalogue.Find(series) is not null;

    /// <inheritdoc/>
    public StoredObservation? Find(ContentId contentId, long timestamp)
    {
        var floors = Floors;
        if (timestamp < floors.Lowest)
        {
            return null;
        }

        using var snapshot = OpenSnapshot();
        return snapshot.Find(contentId, timestamp, _catalogue, _places) is { } found && timestamp >= floors.Of(ClassOf(found.Series)) ? found : null;
    }

    /// <inheritdoc/>
    public StoredObservation? Find(Observation observation, ContentId contentId)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (observation.Timestamp < FloorOf(observation.Series))
        {
            return null;
        }

        using var snapshot = OpenSnapshot();
        return snapshot.Find(observation, contentId, _catalogue);
    }

    /// <inheritdoc/>
    public void SetAssessment(Observation observation, ContentId contentId, Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(assessment);
        using var snapshot = OpenSnapshot();
        if (snapshot.View.MemtableOf(UtcDay.Of(observation.Timestamp)) is { } memtable && memtable.Find(contentId) is { } row)
        {
            _latest.Assess(row.Assess(assessment), assessment);
            if (Array.IndexOf(_flushing, memtable) >= 0 || IsWrittenOut(memtable))
            {
                _scores.Set(contentId, assessment);
            }
        }
        else if (snapshot.Find(observation, contentId, _catalogue) is { } stored)
        {
            _scores.Set(contentId, assessment);
            _latest.Assess(stored, assessment);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoredObservation> Query(ObservationQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        // A bad cursor is reported here and not at the first row.
        var plan = new QueryPlan(query, _catalogue, FloorOf, Floors.Lowest);
        return Read(plan);
    }

    /// <inheritdoc/>
    public IEnumerable<StoredObservation> ReadArrivals(long afterArrival)
    {
        using var snapshot = OpenSnapshot();
        foreach (var row in ArrivalReader.Read(snapshot, _catalogue, afterArrival, FloorOf, Floors.Lowest))
        {
            yield return row;
        }
    }

    /// <inheritdoc/>
    public string CursorAfter(StoredObservation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        // A series that retention took meanwhile had its rows below the floor: 0 loses nothing.
        var series = _catalogue.Find(observation.Series)?.Id ?? 0;
        return QueryCursor.Format(new RowKey(observation.Timestamp, series, observation.Observation.ContentId));
    }

    /// <inheritdoc/>
    public bool IsCursor(string text) => QueryCursor.TryParse(text, out _);

    /// <inheritdoc/>
    public IReadOnlyList<NearbyObservation> LatestNear(
        GeoPoint centre, double radiusKm, string? readingType, int limit, Deployment? deployment = null) =>
        _latest.Near(centre, radiusKm, readingType, limit, deployment);

    /// <inheritdoc/>
    public IReadOnlyList<StoredObservation> LatestOf(StationKey station) => _latest.Of(station);

    /// <inheritdoc/>
    public IReadOnlyList<StationLatest> Stations(GeoBox? box) => _latest.All(box);

    private IEnumerable<StoredObservation> Read(QueryPlan plan)
    {
        using var snapshot = OpenSnapshot();
        var folding = new Folding(_trust, plan);
        var second = new List<(RowKey Key, StoredObservation Row)>();
        foreach (var pair in snapshot.Merge(plan, _catalogue))
        {
            if (second.Count > 0 && second[0].Key.Timestamp != pair.Key.Timestamp)
            {
                foreach (var row in Shown(folding, second, plan))
                {
                    yield return row;
                }

                second.Clear();
            }

            second.Add(pair);
        }

        foreach (var row in Shown(folding, second, plan))
        {
            yield return row;
        }
    }

    private static IEnumerable<StoredObservation> Shown(Folding folding, List<(RowKey Key, StoredObservation Row)> second, QueryPlan plan)
    {
        foreach (var (key, row) in folding.Fold(second))
        {
            if (plan.IsPast(key) && plan.IsInPlace(row.Observation.Observation))
            {
                yield return row;
            }
        }
    }

    private bool IsWrittenOut(Memtable memtable)
    {
        lock (_viewGate)
        {
            return !ReferenceEquals(_view.MemtableOf(memtable.Day), memtable);
        }
    }
}
