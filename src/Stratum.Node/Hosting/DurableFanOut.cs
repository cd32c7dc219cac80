using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>
/// What happens once observations are durable, in order of arrival: the scorer learns from them, then the bus carries them. From imports it does
/// not learn: years of them come in the order of files; those who read the bus leave them out.
/// The store is opened before the scorer exists (the scorer looks into the store), so the scorer is set afterwards.
/// </summary>
internal sealed class DurableFanOut(IObservationBus bus)
{
    private volatile IObservationScorer? _scorer;
    private volatile IWithdrawals _withdrawals = NoWithdrawals.Instance;

    public void Attach(IObservationScorer scorer, IWithdrawals withdrawals)
    {
        _withdrawals = withdrawals;
        _scorer = scorer;
    }

    public void OnDurable(IReadOnlyList<StoredObservation> batch)
    {
        if (_scorer is { } scorer)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                // What its signer withdrew says nothing of its neighbours' weather.
                if (batch[i].ReceivedVia != ReceivedVia.Import
                    && (_withdrawals.Count == 0 || _withdrawals.WithdrawnBy(batch[i].Observation.Observation) is null))
                {
                    scorer.Learn(batch[i].Observation.Observation, batch[i].Assessment);
                }
            }
        }

        bus.Publish(batch);
    }
}
