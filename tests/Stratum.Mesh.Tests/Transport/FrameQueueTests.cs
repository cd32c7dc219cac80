using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>Queues, windows and turns without a network.</summary>
public sealed class FrameQueueTests
{
    private const int BatchBytes = 16 * 1024;

    [Fact]
    public void TryAdd_QueueExactlyFullAndOneMore_RefusesTheLast()
    {
        var outbound = new OutboundFrames(1, FlowWindow.Cost(100) * 3, new TrafficCounters());
        for (var i = 0; i < 3; i++)
        {
            Assert.True(outbound.TryAdd(TrafficClass.Sync, new byte[100]));
        }

        Assert.False(outbound.TryAdd(TrafficClass.Sync, new byte[100]));
        Assert.True(outbound.TryAdd(TrafficClass.Live, new byte[100]));
    }

    [Fact]
    public void Take_BulkQueued_NeverHasMoreThanOneLargestFrameInFlight()
    {
        var outbound = new OutboundFrames(1, 256 * 1024, new TrafficCounters());
        Assert.True(outbound.TryAdd(TrafficClass.Bulk, new byte[IMeshConnection.FrameBytesMax]));
        Assert.True(outbound.TryAdd(TrafficClass.Bulk, new byte[1]));

        Assert.NotNull(outbound.Take(0, new byte[BatchBytes]).Large);
        Assert.Equal(0, outbound.Take(0, new byte[BatchBytes]).Filled);
        outbound.OnCredit(TrafficClass.Bulk, (uint)FlowWindow.FrameCostMax);

        Assert.Equal(FrameHeader.Size + 1, outbound.Take(0, new byte[BatchBytes]).Filled);
    }

    [Fact]
    public void OnCredit_OneMoreThanInFlight_IsMalformed()
    {
        var outbound = new OutboundFrames(1, 256 * 1024, new TrafficCounters());
        outbound.TryAdd(TrafficClass.Live, new byte[10]);
        outbound.Take(0, new byte[BatchBytes]);

        var failure = Assert.Throws<MeshConnectException>(() => outbound.OnCredit(TrafficClass.Live, (uint)FlowWindow.Cost(10) + 1));

        Assert.Equal(RefusalReason.Malformed, failure.Reason);
        outbound.OnCredit(TrafficClass.Live, (uint)FlowWindow.Cost(10));
    }

    [Fact]
    public async Task TryAdd_SenderWaitsForRoom_DoesNotOvertakeIt()
    {
        var outbound = new OutboundFrames(1, FlowWindow.Cost(1000), new TrafficCounters());
        Assert.True(outbound.TryAdd(TrafficClass.Live, new byte[500]));
        var waiting = outbound.AddAsync(TrafficClass.Live, new byte[1000], CancellationToken.None).AsTask();

        Assert.False(outbound.TryAdd(TrafficClass.Live, new byte[1]));
        outbound.Take(0, new byte[BatchBytes]);
        await waiting.WaitAsync(TestNode.Patience);

        Assert.Equal(FrameHeader.Size + 1000, outbound.Take(0, new byte[BatchBytes]).Filled);
    }

    [Fact]
    public void Next_AllClassesAlwaysReady_ServesSixteenFourAndOne()
    {
        var turn = new WeightedTurn();
        var served = new int[FlowWindow.Classes];
        for (var i = 0; i < 21 * 100; i++)
        {
            var next = turn.Next(0b111);
            served[next]++;
            turn.Charge(next, 1000);
        }

        Assert.InRange(served[0], 1590, 1610);
        Assert.InRange(served[1], 395, 405);
        Assert.InRange(served[2], 99, 101);
    }

    [Fact]
    public void Next_LiveAfterLongIdleness_ComesFirst()
    {
        var turn = new WeightedTurn();
        for (var i = 0; i < 1000; i++)
        {
            turn.Charge(turn.Next(0b100), 64 * 1024);
        }

        Assert.Equal(0, turn.Next(0b101));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Checked_QueueBelowOneLargestFrame_IsRefused(int moreBytes, bool accepted)
    {
        var options = new TransportOptions { QueueBytesMax = FlowWindow.FrameCostMax - 1 + moreBytes };

        Assert.Equal(accepted, Record.Exception(() => options.Checked()) is null);
    }

    [Fact]
    public void Reasons_OfTheCounters_AreThoseOfTheEnum() => Assert.Equal(RefusalCounters.Reasons, Enum.GetValues<RefusalReason>().Length);
}
