using System.Threading.Channels;
using Stratum.Core;

namespace Stratum.Mesh.Tests.Support;

internal sealed class MemoryBus : IObservationBus
{
    private readonly List<Channel<IReadOnlyList<StoredObservation>>> _subscriptions = [];

    public void Publish(IReadOnlyList<StoredObservation> batch)
    {
        lock (_subscriptions)
        {
            _subscriptions.ForEach(subscription => subscription.Writer.TryWrite(batch));
        }
    }

    public IObservationSubscription Subscribe(int capacity)
    {
        var channel = Channel.CreateUnbounded<IReadOnlyList<StoredObservation>>();
        lock (_subscriptions)
        {
            _subscriptions.Add(channel);
        }

        return new Subscription(channel);
    }

    private sealed class Subscription(Channel<IReadOnlyList<StoredObservation>> channel) : IObservationSubscription
    {
        public async ValueTask<BusDelivery> ReceiveAsync(CancellationToken cancellationToken) => new(await channel.Reader.ReadAsync(cancellationToken), false);

        public void Dispose() => channel.Writer.TryComplete();
    }
}
