using Stratum.Core;

namespace Stratum.Api;

/// <summary>Mean, least, greatest and number of the values of each step.</summary>
internal sealed class ValueBuckets : IStepBuckets
{
    private readonly Dictionary<string, bool> _isCircular = new(StringComparer.Ordinal);

    public bool Takes(StoredObservation row) => true;

    public Bucket New(BucketKey key, long start)
    {
        if (!_isCircular.TryGetValue(key.ReadingType, out var isCircular))
        {
            isCircular = QuantityRegistry.Default.Find(key.ReadingType)?.Circular ?? false;
            _isCircular.Add(key.ReadingType, isCircular);
        }

        return new ValueBucket(key, start, isCircular);
    }

    public string? Add(Bucket bucket, StoredObservation row)
    {
        ((ValueBucket)bucket).Add(row.Observation.Observation.Value);
        return null;
    }
}
