namespace Stratum.Core;

/// <summary>Where the mesh delivers what peers sent, after it verified: score, store, publish. Nothing unverified comes here.</summary>
public interface IVerifiedIntake
{
    /// <summary>
    /// Stores verified observations and completes when they are durable; outcomes stand in their order. Throws
    /// <see cref="StoreStoppedException"/> when the store takes no writes.
    /// </summary>
    ValueTask<IReadOnlyList<AppendOutcome>> SubmitAsync(IReadOnlyList<SignedObservation> observations, ReceivedVia via, CancellationToken cancellationToken);
}
