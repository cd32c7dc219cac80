using System.Collections.Immutable;
using Stratum.Core;

namespace Stratum.Node.Bus;

/// <summary>The bus: hands what the store made durable to every subscription, in order of arrival, and waits for none.</summary>
internal sealed class ObservationBus : IObservationBus
{
    private ImmutableArray<ObservationSubscription> _subscriptions = [];

    public void Publish(IReadOnlyList<StoredObservation> batch)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Offer(batch);
        }
    }

    public IObservationSubscription Subscribe(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        var subscription = new ObservationSubscription(this, capacity);
        ImmutableInterlocked.Update(ref _subscriptions, (all, added) => all.Add(added), subscription);
        return subscription;
    }

    internal void Remove(ObservationSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, (all, removed) => all.Remove(removed), subscription);
}
