using Stratum.Core;

namespace Stratum.Api;

/// <summary>Makes the buckets of an aggregation and fills them, row by row in order of time.</summary>
internal interface IStepBuckets
{
    /// <summary>Whether a row is told of at all.</summary>
    bool Takes(StoredObservation row);

    /// <summary>An empty bucket.</summary>
    Bucket New(BucketKey key, long start);

    /// <summary>Takes a row into its bucket, which this made. Why it cannot, or null.</summary>
    string? Add(Bucket bucket, StoredObservation row);
}
