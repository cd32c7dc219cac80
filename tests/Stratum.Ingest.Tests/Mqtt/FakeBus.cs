using System.Threading.Channels;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>A bus with one subscriber. An empty batch stands for a queue that overflowed.</summary>
internal sealed class FakeBus : IObservationBus, IObservationSubscription
{
    private readonly Channel<IReadOnlyList<StoredObservation>> _queue = Channel.CreateUnbounded<IReadOnlyList<StoredObservation>>();

    public void Publish(IReadOnlyList<StoredObservation> batch) => _queue.Writer.TryWrite(batch);

    public IObservationSubscription Subscribe(int capacity) => this;

    public async ValueTask<BusDelivery> ReceiveAsync(CancellationToken cancellationToken)
    {
        var batch = await _queue.Reader.ReadAsync(cancellationToken);
        return new BusDelivery(batch, Overflowed: batch.Count == 0);
    }

    public void Dispose()
    {
    }
}
