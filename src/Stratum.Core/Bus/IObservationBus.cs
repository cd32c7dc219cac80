namespace Stratum.Core;

/// <summary>
/// The node's one bus. The store publishes what has become durable, in order of arrival; subscribers read bounded queues. A
/// subscriber that falls behind loses its queue, not the data: it is told, and reads on from the store by arrival number.
/// </summary>
public interface IObservationBus
{
    /// <summary>Hands a batch to every subscriber without waiting for any.</summary>
    void Publish(IReadOnlyList<StoredObservation> batch);

    /// <summary>Opens a queue that receives everything published from now on.</summary>
    /// <param name="capacity">The most observations that wait unread.</param>
    IObservationSubscription Subscribe(int capacity);
}

/// <summary>One reader's queue on the bus. Disposing it leaves the bus.</summary>
public interface IObservationSubscription : IDisposable
{
    /// <summary>
    /// Waits until something was published and takes all that is queued, oldest first. After an overflow the rest of the
    /// queue comes first, then one answer with <see cref="BusDelivery.Overflowed"/>; later deliveries start after the loss.
    /// </summary>
    ValueTask<BusDelivery> ReceiveAsync(CancellationToken cancellationToken);
}

/// <summary>What a subscriber takes from its queue at once.</summary>
/// <param name="Observations">In order of arrival; empty after an overflow.</param>
/// <param name="Overflowed">The queue was full and observations were left out: read the store from the last arrival number seen.</param>
public readonly record struct BusDelivery(IReadOnlyList<StoredObservation> Observations, bool Overflowed);
