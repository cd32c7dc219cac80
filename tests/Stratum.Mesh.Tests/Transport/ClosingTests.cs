using System.Net;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>Ends of a connection: in order, at once, by cancelling, by a peer that vanishes.</summary>
public sealed class ClosingTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    [Theory]
    [EachTransport]
    internal async Task CloseAsync_FramesQueued_AllComeAndThenTheOrderlyEnd(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        const int frames = 40;
        for (var i = 0; i < frames; i++)
        {
            await pair.AtDialler.SendNowAsync((TrafficClass)(i % 2), new byte[5000]);
        }

        var closing = pair.AtDialler.CloseAsync(Deadline);
        var received = 0;
        while (await pair.AtListener.NextAsync() is not null)
        {
            received++;
        }

        await closing.WaitAsync(TestNode.Patience);
        Assert.Equal(frames, received);
        Assert.Null(await pair.AtListener.NextAsync());
    }

    [Theory]
    [EachTransport]
    internal async Task CloseAsync_BothAtOnce_EndsInOrderOnBoth(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);

        await Task.WhenAll(pair.AtDialler.CloseAsync(Deadline), pair.AtListener.CloseAsync(Deadline)).WaitAsync(TestNode.Patience);

        Assert.Null(await pair.AtDialler.NextAsync());
        Assert.Null(await pair.AtListener.NextAsync());
    }

    [Theory]
    [EachTransport]
    internal async Task CloseAsync_PeerTakesNothing_GivesUpAtTheDeadline(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        // Two largest frames: the window takes one, and the peer never gives a credit for it.
        await pair.AtDialler.SendNowAsync(TrafficClass.Bulk, new byte[IMeshConnection.FrameBytesMax]);
        await pair.AtDialler.SendNowAsync(TrafficClass.Bulk, new byte[IMeshConnection.FrameBytesMax]);

        // Long enough for the first to be out on a busy machine.
        await pair.AtDialler.CloseAsync(TimeSpan.FromSeconds(2)).WaitAsync(TestNode.Patience);

        Assert.Equal(IMeshConnection.FrameBytesMax, (await pair.AtListener.NextBytesAsync()).Length);
        await Assert.ThrowsAnyAsync<IOException>(() => pair.AtListener.NextAsync());
    }

    [Theory]
    [EachTransport]
    internal async Task Abort_PeerWaitsForAFrame_BothEndsFail(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        var waiting = pair.AtListener.NextAsync();

        pair.AtDialler.Abort();

        await Assert.ThrowsAnyAsync<IOException>(() => waiting);
        await Assert.ThrowsAnyAsync<IOException>(() => pair.AtDialler.NextAsync());
        await Assert.ThrowsAnyAsync<IOException>(() => pair.AtDialler.SendNowAsync(TrafficClass.Live, 1));
        Assert.False(pair.AtDialler.TrySend(TrafficClass.Live, new byte[1]));
    }

    [Theory]
    [EachTransport]
    internal async Task Abort_SenderWaitsForRoom_SenderFails(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        var sending = FillAsync(pair.AtDialler, CancellationToken.None);

        pair.AtListener.Abort();

        await Assert.ThrowsAnyAsync<IOException>(() => sending.WaitAsync(TestNode.Patience));
    }

    [Theory]
    [EachTransport]
    internal async Task DisposeAsync_TwiceAndAfterAbort_Ends(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        pair.AtDialler.Abort();

        await pair.AtDialler.DisposeAsync();
        await pair.AtDialler.DisposeAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => pair.AtDialler.SendNowAsync(TrafficClass.Live, 1));
    }

    [Theory]
    [EachTransport]
    internal async Task ReceiveAsync_Cancelled_LosesNoFrame(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        using var cancel = new CancellationTokenSource();
        var waiting = pair.AtListener.ReceiveAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await pair.AtDialler.SendNowAsync(TrafficClass.Sync, 5);

        Assert.Equal([5], await pair.AtListener.NextBytesAsync());
    }

    [Theory]
    [EachTransport]
    internal async Task SendAsync_CancelledWhileTheQueueIsFull_SendsTheRest(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        using var cancel = new CancellationTokenSource();
        var sending = FillAsync(pair.AtDialler, cancel.Token);
        await Until.TrueAsync(() => !pair.AtDialler.TrySend(TrafficClass.Bulk, new byte[IMeshConnection.FrameBytesMax]), "the queue is full");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        await pair.AtDialler.SendNowAsync(TrafficClass.Live, 7);

        Assert.Equal(TrafficClass.Live, (await FirstOfAsync(pair.AtListener, TrafficClass.Live)).Class);
    }

    [Theory]
    [EachTransport]
    internal async Task DialAsync_NobodyThere_IsUnreachable(TransportKind kind)
    {
        await using var gone = await TestNode.ListenAsync(kind);
        await gone.Transport.DisposeAsync();
        await using var dialler = new TestNode(kind, new TransportOptions { HandshakeTimeout = TimeSpan.FromSeconds(3) });

        var failure = await Assert.ThrowsAsync<MeshConnectException>(() => dialler.DialAsync(gone));

        Assert.True(failure.Reason is RefusalReason.Unreachable or RefusalReason.HandshakeTimeout, failure.Message);
    }

    [Theory]
    [EachTransport]
    internal async Task DialAsync_Cancelled_IsCancelled(TransportKind kind)
    {
        await using var dialler = new TestNode(kind);
        using var cancel = new CancellationTokenSource();
        // TEST-NET-1 (RFC 5737): nobody answers there.
        var dialling = dialler.Transport.DialAsync(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9), cancel.Token);

        await cancel.CancelAsync();

        var failure = await Record.ExceptionAsync(() => dialling.WaitAsync(TestNode.Patience));
        Assert.True(failure is OperationCanceledException or MeshConnectException { Reason: RefusalReason.Unreachable }, failure?.ToString());
    }

    [Theory]
    [EachTransport]
    internal async Task ListenAsync_PortTaken_SaysWhichAndWhatToDo(TransportKind kind)
    {
        await using var first = await TestNode.ListenAsync(kind);
        await using var second = new TestNode(kind);

        var failure = await Assert.ThrowsAsync<Core.StratumException>(() => second.Transport.ListenAsync(first.Address, _ => { }, CancellationToken.None));

        Assert.Contains(first.Address.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Contains("mesh_listen", failure.Message, StringComparison.Ordinal);
    }

    private static async Task FillAsync(IMeshConnection connection, CancellationToken cancellationToken)
    {
        var frame = new byte[IMeshConnection.FrameBytesMax];
        while (true)
        {
            await connection.SendAsync(TrafficClass.Bulk, frame, cancellationToken);
        }
    }

    private static async Task<ReceivedFrame> FirstOfAsync(IMeshConnection connection, TrafficClass trafficClass)
    {
        while (true)
        {
            var frame = await connection.NextAsync();
            Assert.NotNull(frame);
            if (frame.Value.Class == trafficClass)
            {
                return frame.Value;
            }
        }
    }
}
