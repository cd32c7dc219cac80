using System.Threading.Channels;
using Stratum.Core;
using Stratum.Mesh.Budgets;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;
using Stratum.Mesh.Withdrawals;

namespace Stratum.Mesh.Hosting;

/// <summary>
/// Moves the frames of one connection. One reader, which waits until the engine is done with a frame before it takes the next: however much a
/// peer sends, it has one frame in the house, and the others' turn comes. One writer for each class, so that live never waits for sync.
/// </summary>
internal sealed class LinkPump : IDisposable
{
    // The engine keeps two gossip frames and a few answers under way; a peer that makes more wait does not read.
    private const int QueuedFramesMax = 64;

    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);

    private readonly IMeshConnection _connection;
    private readonly IMeshHost _host;
    private readonly ReadBudget _budget = new();
    private readonly HandledSignal _handled = new();
    private readonly Channel<OutboundFrame>[] _queues;
    private readonly CancellationTokenSource _stop = new();
    private MeshAction? _take;
    private bool _isUp;
    private bool _isDisposed;

    public LinkPump(long number, IMeshConnection connection, IMeshHost host)
    {
        Number = number;
        _connection = connection;
        _host = host;
        _queues = [NewQueue(), NewQueue()];
    }

    public long Number { get; }

    /// <summary>Reads and writes until the connection ends or is closed; then tells the engine.</summary>
    public async Task RunAsync()
    {
        Task[] writers = [WriteAsync(TrafficClass.Live), WriteAsync(TrafficClass.Sync)];
        var closing = CloseWhenWrittenAsync(writers);
        var (reason, detail) = await ReadAsync();
        _host.Post(new MeshEvent.Lost(Number, reason, detail));
        Close();
        await closing;
        await _connection.DisposeAsync();
    }

    /// <summary>Queues a frame. A full queue ends the connection: its peer does not read.</summary>
    public void Send(TrafficClass trafficClass, Frame frame)
    {
        if (!_queues[(int)trafficClass].Writer.TryWrite(new OutboundFrame(FrameCodec.ToBytes(frame), frame.BodyCase == Frame.BodyOneofCase.Gossip)))
        {
            _connection.Abort();
        }
    }

    /// <summary>Closes once what is queued is out.</summary>
    public void Close()
    {
        lock (_stop)
        {
            if (!_isDisposed)
            {
                _stop.CancelAfter(CloseDeadline);
            }
        }

        foreach (var queue in _queues)
        {
            queue.Writer.TryComplete();
        }
    }

    /// <summary>Ends the connection at once; the reader finds out and tells the engine.</summary>
    public void Abort() => _connection.Abort();

    public void OnUp()
    {
        _isUp = true;
        _connection.MarkAdmitted();
    }

    /// <summary>The reader judges this batch before it takes the next frame.</summary>
    public void OnTake(MeshAction take) => _take = take;

    public void Dispose()
    {
        lock (_stop)
        {
            _isDisposed = true;
            _stop.Dispose();
        }
    }

    private static Channel<OutboundFrame> NewQueue() =>
        Channel.CreateBounded<OutboundFrame>(new BoundedChannelOptions(QueuedFramesMax) { SingleReader = true });

    private async Task<(RefusalReason Reason, string Detail)> ReadAsync()
    {
        var judge = _host.NewJudge(Number);
        try
        {
            while (await _connection.ReceiveAsync(_stop.Token) is { } received)
            {
                await StayInBudgetAsync(received.Payload.Length);
                FrameCodec.TryParse(received.Payload.Span, _isUp ? IMeshConnection.FrameBytesMax : FrameCodec.HandshakeBytesMax, out var frame);
                _host.Post(new MeshEvent.Arrived(Number, frame), _handled);
                await _handled.WaitAsync(_stop.Token);
                if (Interlocked.Exchange(ref _take, null) is { } take)
                {
                    _host.Post(
                        take is MeshAction.TakeWithdrawals statements ? TakeWithdrawals(statements.Statements)
                            : new MeshEvent.Taken(Number, await TakeAsync(judge, (MeshAction.Take)take)),
                        _handled);
                    await _handled.WaitAsync(_stop.Token);
                }
            }

            return (RefusalReason.Unreachable, "the peer closed the connection");
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return (RefusalReason.None, "");
        }
        catch (MeshConnectException e)
        {
            return (e.Reason, e.Message);
        }
        catch (IOException e)
        {
            return (RefusalReason.Unreachable, e.Message);
        }
    }

    private MeshEvent.WithdrawalsTaken TakeWithdrawals(Protos.Withdrawals statements)
    {
        try
        {
            var started = _host.Time.GetTimestamp();
            var (added, wrong) = WithdrawalGate.Take(statements, _host.Withdrawals);
            _budget.OnJudged(_host.Time.GetElapsedTime(started).TotalMilliseconds, _host.Now().ElapsedMs);
            return new MeshEvent.WithdrawalsTaken(Number, added, wrong, statements.HasMore);
        }
        catch (IOException)
        {
            // Not written, so not known: the next link that comes up brings them again.
            return new MeshEvent.WithdrawalsTaken(Number, [], 0, HasMore: false);
        }
    }

    private async Task<TakenBatch> TakeAsync(BatchJudge judge, MeshAction.Take take)
    {
        var started = _host.Time.GetTimestamp();
        var judged = judge.Judge(take.Batch, take.Purpose, _host.Now());
        if (take.Purpose == BatchPurpose.Live)
        {
            _budget.OnJudged(_host.Time.GetElapsedTime(started).TotalMilliseconds, _host.Now().ElapsedMs);
        }

        if (judged.Verified.Count == 0)
        {
            return judge.Complete(judged, []);
        }

        try
        {
            return judge.Complete(judged, await _host.Intake.SubmitAsync(judged.Verified, ReceivedVia.Mesh, _stop.Token));
        }
        catch (StoreStoppedException)
        {
            return judge.Complete(judged, null);
        }
        catch
        {
            judge.Abandon(judged);
            throw;
        }
    }

    private async ValueTask StayInBudgetAsync(int bytes)
    {
        while (_budget.TakeOrWaitMs(bytes, _host.Now().ElapsedMs) is > 0 and var waitMs)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(waitMs), _host.Time, _stop.Token);
        }
    }

    private async Task WriteAsync(TrafficClass trafficClass)
    {
        // A second's worth may go at once, and the largest frame always.
        var perSecond = _host.BytesPerSecond(trafficClass);
        var bandwidth = perSecond > 0 ? new TokenBucket(perSecond, Math.Max(perSecond, IMeshConnection.FrameBytesMax)) : null;
        try
        {
            await foreach (var frame in _queues[(int)trafficClass].Reader.ReadAllAsync(CancellationToken.None))
            {
                while (bandwidth?.TryTake(frame.Bytes.Length, _host.Now().ElapsedMs) == false)
                {
                    var waitMs = Math.Max(1, bandwidth.WaitMs(frame.Bytes.Length, _host.Now().ElapsedMs));
                    await Task.Delay(TimeSpan.FromMilliseconds(waitMs), _host.Time, _stop.Token);
                }

                await _connection.SendAsync(trafficClass, frame.Bytes, _stop.Token);
                _host.Post(new MeshEvent.Sent(Number, frame.IsGossip));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The reader meets the same end and tells of it.
            _connection.Abort();
        }
    }

    private async Task CloseWhenWrittenAsync(Task[] writers)
    {
        await Task.WhenAll(writers);
        await _connection.CloseAsync(CloseDeadline);
        await _stop.CancelAsync();
    }

    private readonly record struct OutboundFrame(byte[] Bytes, bool IsGossip);
}
