using Stratum.Core;
using Stratum.Node.Bus;

namespace Stratum.Node.Tests.Bus;

public sealed class ObservationBusTests
{
    private static readonly Series Series = new(default, 1, Enumerable.Repeat("x", TextFields.Count).ToArray());

    [Fact]
    public async Task Receive_AfterPublish_ReturnsEverythingInOrder()
    {
        var bus = new ObservationBus();
        using var subscription = bus.Subscribe(10);
        bus.Publish([Arrival(1), Arrival(2)]);
        bus.Publish([Arrival(3)]);

        var delivery = await subscription.ReceiveAsync(TestContext());

        Assert.Equal([1, 2, 3], delivery.Observations.Select(observation => observation.ArrivalNumber));
        Assert.False(delivery.Overflowed);
    }

    [Fact]
    public async Task Receive_BeforePublish_CompletesWhenSomethingIsPublished()
    {
        var bus = new ObservationBus();
        using var subscription = bus.Subscribe(10);
        var waiting = subscription.ReceiveAsync(TestContext()).AsTask();
        Assert.False(waiting.IsCompleted);

        bus.Publish([Arrival(7)]);

        Assert.Equal(7, Assert.Single((await waiting).Observations).ArrivalNumber);
    }

    [Fact]
    public async Task Receive_QueueFull_GivesTheRunThenTheLossThenANewRun()
    {
        var bus = new ObservationBus();
        using var subscription = bus.Subscribe(2);
        bus.Publish([Arrival(1), Arrival(2), Arrival(3)]);
        bus.Publish([Arrival(4)]);

        var first = await subscription.ReceiveAsync(TestContext());
        var loss = await subscription.ReceiveAsync(TestContext());
        bus.Publish([Arrival(5)]);
        var next = await subscription.ReceiveAsync(TestContext());

        Assert.Equal([1, 2], first.Observations.Select(observation => observation.ArrivalNumber));
        Assert.True(loss.Overflowed);
        Assert.Empty(loss.Observations);
        Assert.Equal([5], next.Observations.Select(observation => observation.ArrivalNumber));
    }

    [Fact]
    public async Task Publish_OneSubscriberFull_OthersLoseNothing()
    {
        var bus = new ObservationBus();
        using var slow = bus.Subscribe(1);
        using var fast = bus.Subscribe(10);

        bus.Publish([Arrival(1), Arrival(2), Arrival(3)]);

        Assert.Equal(3, (await fast.ReceiveAsync(TestContext())).Observations.Count);
    }

    [Fact]
    public void Publish_AfterDispose_ReachesNobody()
    {
        var bus = new ObservationBus();
        var subscription = bus.Subscribe(1);
        subscription.Dispose();

        bus.Publish([Arrival(1)]);

        Assert.False(subscription.ReceiveAsync(TestContext()).AsTask().IsCompleted);
    }

    private static CancellationToken TestContext() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    private static StoredObservation Arrival(long number) => new(
        new SignedObservation(new Observation(Series, number, 1, null, null), default, default), number, 0, ReceivedVia.Local, TimeSource.Device,
            Assessment.NotEvaluated);
}
