using Stratum.Core;

namespace Stratum.Api;

/// <summary>
/// What counters counted in each step: the sum of the increments between consecutive values of each series, never across two. Values that validation
/// found impossible are left out, and so are rises that no counter of the kind makes. The value before the first of a page is looked up, so
/// that a step has the same count wherever a page or a query begins.
/// </summary>
internal sealed class CountBuckets(ApiServices services, SeriesRequest request) : IStepBuckets
{
    /// <summary>Each look-up is a query of its own; beyond so many the answer would take seconds.</summary>
    public const int SeriesMost = 500;

    /// <summary>Of the values before so many are looked at for one that is believed.</summary>
    private const int ValuesBefore = 100;

    private readonly Dictionary<Core.Series, CounterTrack> _tracks = [];
    private int _lookUps;

    /// <summary>Whether values of the type are counts: of the registry's counters, or of a type that it does not know and the client names.</summary>
    public static bool IsCounter(string readingType, bool isNamed) =>
        QuantityRegistry.Default.Find(readingType) is { } quantity ? quantity.Counter is not null : isNamed;

    public bool Takes(StoredObservation row) => IsCounter(row.Series.ReadingType, isNamed: request.Query.ReadingType is not null);

    public Bucket New(BucketKey key, long start) => new CountBucket(key, start, request.StepSeconds!.Value);

    public string? Add(Bucket bucket, StoredObservation row)
    {
        if (!IsBelieved(row))
        {
            ((CountBucket)bucket).LeaveOut();
            return null;
        }

        if (!_tracks.TryGetValue(row.Series, out var track))
        {
            // From the beginning on there is nothing before.
            if (request.Query is not { From: 0, Cursor: null })
            {
                if (++_lookUps > SeriesMost)
                {
                    return $"more than {SeriesMost} counters lie there, which is the most for one answer; name a device_id or ask for a smaller radius_km";
                }

                track = Before(row);
            }
        }

        ((CountBucket)bucket).Add(track.Take(row.Timestamp, row.Observation.Observation.Value, LimitOf(row.Series)), row.Timestamp);
        _tracks[row.Series] = track;
        return null;
    }

    private bool IsBelieved(StoredObservation row) =>
        row.Assessment.Flag != QualityFlag.Fail && (request.MinConfidence is not { } least || row.Assessment.Confidence >= least);

    private CounterTrack Before(StoredObservation row)
    {
        var track = default(CounterTrack);
        var looked = 0;
        var earlier = new ObservationQuery
        {
            DeviceId = row.Series.DeviceId,
            NodeId = row.Series.Signer,
            ReadingType = row.Series.ReadingType,
            Deployment = row.Series.Deployment,
            To = row.Timestamp,
            Descending = true,
        };
        foreach (var candidate in services.Standing.Query(earlier, request.HasRetracted))
        {
            if (candidate.Series.Equals(row.Series) && IsBelieved(candidate))
            {
                track.Take(candidate.Timestamp, candidate.Observation.Observation.Value, LimitOf(row.Series));
                break;
            }

            if (++looked == ValuesBefore)
            {
                break;
            }
        }

        return track;
    }

    private static CounterLimit? LimitOf(Core.Series series) =>
        QuantityRegistry.Default.Find(series.ReadingType) is { Counter: { } limit } quantity && quantity.Unit == series.Unit ? limit : null;
}
