namespace Stratum.Core;

/// <summary>An observation as the store holds it.</summary>
/// <param name="Observation">The signed content.</param>
/// <param name="ArrivalNumber">Position in this store's order of arrival, from 1, never reused; the cursor of streams.</param>
/// <param name="ReceivedAtMs">Unix milliseconds at which it reached this node.</param>
/// <param name="ReceivedVia">How it came.</param>
/// <param name="TimeSource">Where its timestamp comes from.</param>
/// <param name="Assessment">Its newest score.</param>
public sealed record StoredObservation(
    SignedObservation Observation,
    long ArrivalNumber,
    long ReceivedAtMs,
    ReceivedVia ReceivedVia,
    TimeSource TimeSource,
    Assessment Assessment)
{
    /// <summary>How many contents of this reading_id the store holds, itself included (set by queries that fold them into one).</summary>
    public int Witnesses { get; init; } = 1;

    /// <summary>The series of the content.</summary>
    public Series Series => Observation.Series;

    /// <summary>Unix seconds of the measurement.</summary>
    public long Timestamp => Observation.Timestamp;
}
