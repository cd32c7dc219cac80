using Stratum.Core;

namespace Stratum.Mesh.Tests.Support;

/// <summary>A set of observations in memory: what the mesh reads of a store, and where it delivers.</summary>
internal sealed class MemoryStore : IObservationStore, IReconciliationSource, IVerifiedIntake, IMeshStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ReconciliationItem, SignedObservation> _items = [];
    private long _arrivals;

    public long RetentionFloor { get; set; }

    /// <summary>What the store answers instead of taking an observation.</summary>
    public Func<SignedObservation, AppendOutcome?> Refuse { get; set; } = _ => null;

    public bool IsStopped { get; set; }

    /// <summary>What is submitted waits for it, as for a slow disk.</summary>
    public Task Disk { get; set; } = Task.CompletedTask;

    /// <summary>Batches that came to wait so far.</summary>
    public int Waiting { get; private set; }

    /// <summary>Batches that were cancelled meanwhile.</summary>
    public int GivenUp { get; private set; }

    public MemoryBus Bus { get; } = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    public long LastArrival => _arrivals;

    /// <summary>How often sums were read.</summary>
    public int SumsRead { get; private set; }

    public StoreStatus Status => new() { State = "ok", Durability = "always" };

    public AppendOutcome Add(SignedObservation observation)
    {
        lock (_gate)
        {
            _arrivals++;
            return _items.TryAdd(new ReconciliationItem(observation.Timestamp, observation.ContentId), observation)
                ? AppendOutcome.Added
                : AppendOutcome.Duplicate;
        }
    }

    /// <summary>As an adapter would: durable, then on the bus.</summary>
    public void Ingest(IEnumerable<SignedObservation> observations)
    {
        var batch = observations.Where(observation => Add(observation) == AppendOutcome.Added).ToList();
        Bus.Publish([.. batch.Select(Stored)]);
    }

    public IReadOnlyList<SignedObservation> All()
    {
        lock (_gate)
        {
            return [.. _items.Values];
        }
    }

    public async ValueTask<IReadOnlyList<AppendOutcome>> SubmitAsync(
        IReadOnlyList<SignedObservation> observations, ReceivedVia via, CancellationToken cancellationToken)
    {
        if (IsStopped)
        {
            throw new StoreStoppedException("a test stopped it");
        }

        Waiting++;
        try
        {
            await Disk.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            GivenUp++;
            throw;
        }

        return Submit(observations);
    }

    public IReadOnlyList<AppendOutcome> Submit(IReadOnlyList<SignedObservation> observations) =>
        [.. observations.Select(observation => Refuse(observation) ?? Add(observation))];

    public bool Contains(ContentId contentId, long timestamp)
    {
        lock (_gate)
        {
            return _items.ContainsKey(new ReconciliationItem(timestamp, contentId));
        }
    }

    public bool Holds(Series series)
    {
        lock (_gate)
        {
            return _items.Values.Any(observation => observation.Series.Equals(series));
        }
    }

    StoredObservation? IObservationStore.Find(ContentId contentId, long timestamp) => Find(contentId, timestamp) is { } found ? Stored(found) : null;

    public SignedObservation? Find(ContentId contentId, long timestamp)
    {
        lock (_gate)
        {
            return _items.GetValueOrDefault(new ReconciliationItem(timestamp, contentId));
        }
    }

    public IEnumerable<CellSum> Sums(long from, long to)
    {
        lock (_gate)
        {
            SumsRead++;
            return [.. _items.Values
                .Where(observation => observation.Timestamp >= from && observation.Timestamp < to)
                .GroupBy(observation => CellKey.Of(observation.Observation))
                .Select(cell => new CellSum(cell.Key, cell.Count(), cell.Aggregate(default(Hash256), (sum, one) => Hash256.Add(sum, one.ContentId.Hash))))
                .OrderBy(cell => cell.Key)];
        }
    }

    // Nothing ever leaves: as long as a day has as many, it has the same ones.
    public IReadOnlyList<DayStamp> Days(long from, long to)
    {
        lock (_gate)
        {
            return [.. _items.Keys.GroupBy(item => item.Timestamp / 86_400)
                .Where(day => (day.Key + 1) * 86_400 > from && day.Key * 86_400 < to)
                .OrderBy(day => day.Key)
                .Select(day => new DayStamp(day.Key, (UInt128)day.Count()))];
        }
    }

    public IReadOnlyList<ReconciliationItem> Items(long from, long to, Predicate<CellKey>? isWanted)
    {
        lock (_gate)
        {
            return
            [
                .. _items.Where(entry => entry.Key.Timestamp >= from && entry.Key.Timestamp < to
                    && (isWanted is null || isWanted(CellKey.Of(entry.Value.Observation)))).Select(entry => entry.Key),
            ];
        }
    }

    public IReadOnlyList<SignedObservation?> Find(ReadOnlySpan<ReconciliationItem> items)
    {
        var found = new SignedObservation?[items.Length];
        for (var at = 0; at < items.Length; at++)
        {
            found[at] = Find(items[at].ContentId, items[at].Timestamp);
        }

        return found;
    }

    public ValueTask<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<NewObservation> batch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void SetAssessment(Observation observation, ContentId contentId, Assessment assessment) => throw new NotSupportedException();

    public IEnumerable<StoredObservation> Query(ObservationQuery query) => throw new NotSupportedException();

    public IEnumerable<StoredObservation> ReadArrivals(long afterArrival) => throw new NotSupportedException();

    public string CursorAfter(StoredObservation observation) => throw new NotSupportedException();

    public bool IsCursor(string text) => throw new NotSupportedException();

    public IReadOnlyList<NearbyObservation> LatestNear(
        GeoPoint centre, double radiusKm, string? readingType, int limit, Deployment? deployment = null) => throw new NotSupportedException();

    public IReadOnlyList<StoredObservation> LatestOf(StationKey station) => throw new NotSupportedException();

    public IReadOnlyList<StationLatest> Stations(GeoBox? box) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static StoredObservation Stored(SignedObservation observation) =>
        new(observation, 0, 0, ReceivedVia.Local, TimeSource.Device, default!);
}
