namespace Stratum.Api;

/// <summary>What is told of one quantity of one station in one step.</summary>
internal abstract class Bucket(BucketKey key, long start)
{
    public BucketKey Key => key;

    /// <summary>Unix seconds at which the step begins.</summary>
    public long Start => start;

    /// <summary>The value of one column; null when it has none here.</summary>
    public abstract double? this[Aggregates column] { get; }
}
