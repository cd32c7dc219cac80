using Stratum.Core;

namespace Stratum.Node.Pipeline;

/// <summary>
/// The one way in for what peers sent, after the mesh has verified it: score, store. Publication happens in the store's writer. Of
/// unknown signers nothing is taken when the trust policy says so.
/// </summary>
internal sealed class VerifiedIntake(
    IObservationStore store, IObservationScorer scorer, ISignerTrust trust, bool keepsUnknownSigners, TimeProvider time) : IVerifiedIntake
{
    public async ValueTask<IReadOnlyList<AppendOutcome>> SubmitAsync(
        IReadOnlyList<SignedObservation> observations, ReceivedVia via, CancellationToken cancellationToken)
    {
        var receivedAtMs = ArrivalTime.Of(time.GetUtcNow());
        var outcomes = new AppendOutcome[observations.Count];
        var batch = new List<NewObservation>(observations.Count);
        var places = new List<int>(observations.Count);
        for (var i = 0; i < observations.Count; i++)
        {
            var signed = observations[i];
            if (!keepsUnknownSigners && trust.StandingOf(signed.Observation.Series.Signer) == SignerStanding.Unknown)
            {
                outcomes[i] = AppendOutcome.UntrustedSigner;
                continue;
            }

            batch.Add(new NewObservation(signed, receivedAtMs, via, TimeSource.Unknown, scorer.Score(signed.Observation)));
            places.Add(i);
        }

        if (batch.Count > 0)
        {
            var appended = await store.AppendAsync(batch, cancellationToken);
            for (var i = 0; i < batch.Count; i++)
            {
                outcomes[places[i]] = appended[i];
            }
        }

        return outcomes;
    }
}
