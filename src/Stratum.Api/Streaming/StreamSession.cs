using System.IO.Pipelines;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>
/// One client's stream. It joins the bus first and then reads the store up to the present, so nothing falls between the two;
/// the arrival number keeps what both deliver from being sent twice. A client that is slower than the bus overflows its own
/// queue only, and reads on from the store.
/// </summary>
internal sealed class StreamSession(ApiServices services, StreamFilter filter, PipeWriter body, CancellationToken sendingSideClosed)
{
    // Rows read from one snapshot of the store. A snapshot pins files; a client that takes minutes over a piece must not.
    private const int RowsPerSnapshot = 512;

    private readonly ArrivalEpoch _epoch = services.Store.Epoch;
    private long _last;

    public async Task RunAsync(StreamCursor? since, CancellationTokenSource stop)
    {
        using var subscription = services.Bus.Subscribe(services.Options.StreamQueueLength);
        using var heartbeat = new PeriodicTimer(TimeSpan.FromSeconds(services.Options.StreamHeartbeatSeconds), services.Time);
        try
        {
            EventText.WriteStart(body);
            Begin(since);
            if (await SendAsync(stop.Token) && await CatchUpAsync(stop.Token))
            {
                await FollowAsync(subscription, heartbeat, stop.Token);
            }
        }
        catch (OperationCanceledException) when (services.Stopping.IsCancellationRequested)
        {
            // Best effort: a client that reads gets a whole last line, then the end of the answer.
            EventText.WriteEnd(body);
        }
        finally
        {
            // Ends a receive that is still waiting, before the subscription goes.
            await stop.CancelAsync();
        }
    }

    private void Begin(StreamCursor? since)
    {
        var newest = services.Store.LastArrival;
        _last = since?.Arrival ?? newest;
        if (_last > newest || since is { IsOurs: false })
        {
            // The cursor is of another store (the data directory was replaced or restored): say so, and begin with the present.
            EventText.WriteGap(body, newest, newest, null, _epoch);
            _last = newest;
        }
        else if (_last < newest)
        {
            var first = ReplayStart.FirstArrivalAfter(services, _last, newest);
            if (first > _last + 1)
            {
                EventText.WriteGap(body, _last + 1, first - 1, first - 1 - _last, _epoch);
                _last = first - 1;
            }
        }
    }

    // Reads the store until nothing newer is there; false when the client is gone.
    private async ValueTask<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = 0;
            foreach (var row in services.Store.ReadArrivals(_last))
            {
                Write(row);
                if (++rows == RowsPerSnapshot || ResponsePipe.IsPieceFull(body))
                {
                    break;
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (!await SendAsync(cancellationToken))
            {
                return false;
            }

            if (rows == 0)
            {
                return true;
            }
        }
    }

    private async Task FollowAsync(IObservationSubscription subscription, PeriodicTimer heartbeat, CancellationToken cancellationToken)
    {
        var receive = subscription.ReceiveAsync(cancellationToken).AsTask();
        var beat = heartbeat.WaitForNextTickAsync(cancellationToken).AsTask();
        // A client that closes its sending side reads on, or has left: a heartbeat at once tells.
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = sendingSideClosed.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), closed);
        Task left = closed.Task;
        while (true)
        {
            await Task.WhenAny(receive, beat, left);
            cancellationToken.ThrowIfCancellationRequested();
            if (receive.IsCompleted)
            {
                if (!await DeliverAsync(await receive, cancellationToken))
                {
                    return;
                }

                receive = subscription.ReceiveAsync(cancellationToken).AsTask();
            }

            if (beat.IsCompleted)
            {
                await beat;
                EventText.WriteHeartbeat(body, _last, _epoch);
                beat = heartbeat.WaitForNextTickAsync(cancellationToken).AsTask();
            }

            if (left.IsCompleted)
            {
                EventText.WriteHeartbeat(body, _last, _epoch);
                left = new TaskCompletionSource().Task;
            }

            if (!await SendAsync(cancellationToken))
            {
                return;
            }
        }
    }

    private async ValueTask<bool> DeliverAsync(BusDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Overflowed)
        {
            return await CatchUpAsync(cancellationToken);
        }

        for (var i = 0; i < delivery.Observations.Count; i++)
        {
            var row = delivery.Observations[i];
            // A number that was left out is in the store: whatever the bus did, nothing is skipped.
            if (row.ArrivalNumber > _last + 1 && !await CatchUpAsync(cancellationToken))
            {
                return false;
            }

            if (row.ArrivalNumber > _last)
            {
                Write(row);
            }

            if (ResponsePipe.IsPieceFull(body) && !await SendAsync(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private void Write(StoredObservation row)
    {
        _last = row.ArrivalNumber;
        if (filter.Matches(row) && services.Standing.WithdrawnBy(row) is null)
        {
            EventText.WriteObservation(body, row, _epoch);
        }
    }

    private ValueTask<bool> SendAsync(CancellationToken cancellationToken) => ResponsePipe.SendAsync(body, cancellationToken);
}
