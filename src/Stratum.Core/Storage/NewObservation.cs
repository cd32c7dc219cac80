namespace Stratum.Core;

/// <summary>A verified observation on its way into the store, with what this station adds for itself.</summary>
/// <param name="Observation">Signed or verified by the caller; the store does not verify again.</param>
/// <param name="ReceivedAtMs">Unix milliseconds at which it reached this node.</param>
/// <param name="ReceivedVia">How it came.</param>
/// <param name="TimeSource">Where its timestamp comes from.</param>
/// <param name="Assessment">Its score at arrival.</param>
public sealed record NewObservation(
    SignedObservation Observation,
    long ReceivedAtMs,
    ReceivedVia ReceivedVia,
    TimeSource TimeSource,
    Assessment Assessment);
