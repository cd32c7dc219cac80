namespace Stratum.Mesh.Transport;

/// <summary>The received frames that wait for the consumer, bounded by the windows; taken by weight, live first.</summary>
internal sealed class InboundFrames(OutboundFrames credits)
{
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>>[] _lanes = [new(), new(), new()];
    private readonly int[] _costs = new int[FlowWindow.Classes];
    private readonly WeightedTurn _turn = new();
    private readonly Signal _wake = new();
    private bool _completed;
    private Exception? _failure;

    /// <summary>Queues a frame; throws <see cref="MeshConnectException"/> when the peer sent more than its window.</summary>
    public void Add(TrafficClass trafficClass, ReadOnlyMemory<byte> payload)
    {
        var cost = FlowWindow.Cost(payload.Length);
        var window = FlowWindow.Of(trafficClass);
        lock (_gate)
        {
            var held = _costs[(int)trafficClass] + cost;
            if (held > window)
            {
                throw new MeshConnectException(RefusalReason.OverBudget, $"the peer sent {held} of class {trafficClass} ahead; its window is {window}");
            }

            if (_completed || _failure is not null)
            {
                return;
            }

            _costs[(int)trafficClass] = held;
            _lanes[(int)trafficClass].Enqueue(payload);
            _wake.Set();
        }
    }

    /// <summary>The next frame; null after an orderly end, <see cref="IOException"/> after any other.</summary>
    public async ValueTask<ReceivedFrame?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(out var frame, out var completed))
            {
                return frame;
            }

            if (completed)
            {
                return null;
            }

            await _wake.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The peer sent all it wanted; what is queued can still be taken.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            _wake.Set();
        }
    }

    /// <summary>The connection broke; what is queued can still be taken, unless this end broke it.</summary>
    public void Fail(Exception cause, bool dropQueued)
    {
        lock (_gate)
        {
            if (dropQueued)
            {
                Array.ForEach(_lanes, lane => lane.Clear());
            }

            _failure ??= cause;
            _wake.Set();
        }
    }

    private bool TryTake(out ReceivedFrame frame, out bool completed)
    {
        lock (_gate)
        {
            frame = default;
            completed = false;
            var ready = (_lanes[0].Count > 0 ? 1 : 0) | (_lanes[1].Count > 0 ? 2 : 0) | (_lanes[2].Count > 0 ? 4 : 0);
            if (ready == 0)
            {
                completed = _completed;
                if (_completed || _failure is null)
                {
                    return false;
                }

                throw Broken(_failure);
            }

            var next = _turn.Next(ready);
            var payload = _lanes[next].Dequeue();
            var cost = FlowWindow.Cost(payload.Length);
            _costs[next] -= cost;
            _turn.Charge(next, cost);
            credits.AddCredit((TrafficClass)next, cost);
            frame = new ReceivedFrame((TrafficClass)next, payload);
            return true;
        }
    }

    // A new exception for each caller, with the reason where there is one: an exception object thrown twice loses its trace.
    private static IOException Broken(Exception cause) => cause is MeshConnectException known
        ? new MeshConnectException(known.Reason, known.Message, known)
        : new IOException($"the connection broke: {cause.Message}", cause);
}
