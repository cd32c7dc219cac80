using System.Threading.Channels;
using Stratum.Core;

namespace Stratum.Api.Tests;

/// <summary>The bus's contract: bounded queues, told once when they overflowed.</summary>
internal sealed class FakeBus : IObservationBus
{
    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];

    public int Subscribers
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions.Count;
            }
        }
    }

    public void Publish(IReadOnlyList<StoredObservation> batch)
    {
        lock (_gate)
        {
            _subscriptions.ForEach(subscription => subscription.Take(batch));
        }
    }

    public IObservationSubscription Subscribe(int capacity)
    {
        var subscription = new Subscription(this, capacity);
        lock (_gate)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    private sealed class Subscription(FakeBus bus, int capacity) : IObservationSubscription
    {
        private readonly Lock _gate = new();
        private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private List<StoredObservation> _queue = [];
        private bool _overflowed;

        public void Take(IReadOnlyList<StoredObservation> batch)
        {
            lock (_gate)
            {
                foreach (var row in batch)
                {
                    _overflowed |= _queue.Count >= capacity;
                    if (!_overflowed)
                    {
                        _queue.Add(row);
                    }
                }
            }

            _signal.Writer.TryWrite(true);
        }

        public async ValueTask<BusDelivery> ReceiveAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                lock (_gate)
                {
                    if (_queue.Count > 0)
                    {
                        var taken = _queue;
                        _queue = [];
                        return new BusDelivery(taken, false);
                    }

                    if (_overflowed)
                    {
                        _overflowed = false;
                        return new BusDelivery([], true);
                    }
                }

                await _signal.Reader.ReadAsync(cancellationToken);
            }
        }

        public void Dispose()
        {
            lock (bus._gate)
            {
                bus._subscriptions.Remove(this);
            }
        }
    }
}
