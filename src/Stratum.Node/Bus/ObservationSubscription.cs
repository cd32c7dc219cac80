using System.Threading.Channels;
using Stratum.Core;

namespace Stratum.Node.Bus;

/// <summary>
/// A bounded queue. When it is full the rest of the batch is left out and nothing more is queued until the reader has been
/// told: what the reader gets is then a run without holes, the news of the loss, and a new run.
/// </summary>
internal sealed class ObservationSubscription(ObservationBus bus, int capacity) : IObservationSubscription
{
    private readonly Lock _lock = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private List<StoredObservation> _queue = [];
    private bool _overflowed;

    public async ValueTask<BusDelivery> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(out var delivery))
            {
                return delivery;
            }

            await _signal.Reader.ReadAsync(cancellationToken);
        }
    }

    public void Dispose() => bus.Remove(this);

    internal void Offer(IReadOnlyList<StoredObservation> batch)
    {
        lock (_lock)
        {
            for (var i = 0; i < batch.Count && !_overflowed; i++)
            {
                if (_queue.Count == capacity)
                {
                    _overflowed = true;
                }
                else
                {
                    _queue.Add(batch[i]);
                }
            }
        }

        _signal.Writer.TryWrite(true);
    }

    private bool TryTake(out BusDelivery delivery)
    {
        lock (_lock)
        {
            if (_queue.Count > 0)
            {
                delivery = new BusDelivery(_queue, Overflowed: false);
                _queue = [];
                return true;
            }

            delivery = new BusDelivery([], _overflowed);
            _overflowed = false;
            return delivery.Overflowed;
        }
    }
}
