using Stratum.Core;

namespace Stratum.Api;

/// <summary>
/// Aggregates a query over steps aligned to the Unix epoch, in one pass and with the memory of one page: the store answers in
/// order of time, so a step is complete when the next one begins. A page ends with a whole step.
/// </summary>
internal sealed class SeriesAggregation
{
    private readonly SeriesRequest _request;
    private readonly Dictionary<BucketKey, Bucket> _open = [];
    private readonly List<Bucket> _complete = [];
    private readonly IStepBuckets _buckets;
    private StoredObservation? _lastComplete;

    private SeriesAggregation(SeriesRequest request, IStepBuckets buckets) => (_request, _buckets) = (request, buckets);

    public static BucketPage Read(ApiServices services, SeriesRequest request, int maxRows, CancellationToken cancellationToken) =>
        new SeriesAggregation(request, request.Aggregates.HasFlag(Aggregates.Increase) ? new CountBuckets(services, request) : new ValueBuckets())
            .Run(services, maxRows, cancellationToken);

    private int Total => _complete.Count + _open.Count;

    private BucketPage Run(ApiServices services, int maxRows, CancellationToken cancellationToken)
    {
        var step = _request.StepSeconds!.Value;
        var store = services.Store;
        long? start = null;
        StoredObservation? last = null;
        var rows = 0;
        foreach (var row in services.Standing.Query(_request.Query, _request.HasRetracted))
        {
            var rowStart = row.Timestamp / step * step;
            if (rowStart != start)
            {
                if (Total > _request.Limit)
                {
                    return Cut(store, $"limit={_request.Limit}");
                }

                if (last is not null && Total == _request.Limit)
                {
                    Close(last);
                    return new BucketPage(_complete, store.CursorAfter(last), null);
                }

                Close(last);
                start = rowStart;
            }

            if (++rows > maxRows)
            {
                return Cut(store, $"the {maxRows} rows that one answer may read");
            }

            if (rows % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (Add(row, rowStart) is { } problem)
            {
                return new BucketPage([], null, problem);
            }

            last = row;
        }

        if (Total > _request.Limit)
        {
            return Cut(store, $"limit={_request.Limit}");
        }

        Close(last);
        return new BucketPage(_complete, null, null);
    }

    private string? Add(StoredObservation row, long start)
    {
        if (!_buckets.Takes(row))
        {
            return null;
        }

        var series = row.Series;
        var key = new BucketKey(series.Signer, series.DeviceId, series.ReadingType, series.Unit, series.Deployment);
        if (!_open.TryGetValue(key, out var bucket))
        {
            bucket = _buckets.New(key, start);
            _open.Add(key, bucket);
        }

        return _buckets.Add(bucket, row);
    }

    private void Close(StoredObservation? last)
    {
        var first = _complete.Count;
        _complete.AddRange(_open.Values);
        _complete.Sort(first, _open.Count, Comparer<Bucket>.Create((left, right) => left.Key.CompareTo(right.Key)));
        _open.Clear();
        _lastComplete = last;
    }

    // The open step does not fit any more: the page ends before it. When it is the first one, no page can hold it.
    private BucketPage Cut(IObservationStore store, string bound) => _lastComplete is null
        ? new BucketPage([], null, $"one step of {_request.StepSeconds} s exceeds {bound}; ask for a smaller step, radius_km or one type")
        : new BucketPage(_complete, store.CursorAfter(_lastComplete), null);
}
