namespace Stratum.Mesh.Transport;

/// <summary>
/// The bounded send queues of a connection, from which one writer (TCP) or one per class (QUIC) takes by weight and as far as the
/// receiver's windows allow.
/// </summary>
internal sealed partial class OutboundFrames
{
    private readonly Lock _gate = new();
    private readonly OutboundLane[] _lanes = [new(), new(), new()];
    private readonly WeightedTurn _turn = new();
    private readonly SemaphoreSlim[] _wake;
    private readonly int _queueCostMax;
    private readonly TrafficCounters _counters;
    private bool _closing;
    private Exception? _ended;

    /// <param name="writers">1 or, one for each class, 3.</param>
    /// <param name="queueCostMax">Bound of each class's queue.</param>
    /// <param name="counters">Where sent frames are counted.</param>
    public OutboundFrames(int writers, int queueCostMax, TrafficCounters counters)
    {
        _queueCostMax = queueCostMax;
        _counters = counters;
        _wake = new SemaphoreSlim[writers];
        for (var i = 0; i < writers; i++)
        {
            _wake[i] = new SemaphoreSlim(0);
        }
    }

    /// <summary>Queues a copy; false when the class is full or the connection is ending.</summary>
    public bool TryAdd(TrafficClass trafficClass, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            // Nobody overtakes a sender that waits for room: frames of a class keep their order, and a large one gets its turn.
            return _lanes[(int)trafficClass].Waiting == 0 && TryEnqueue(trafficClass, payload);
        }
    }

    /// <summary>Queues a copy, waiting for room. Throws <see cref="IOException"/> when the connection ends meanwhile.</summary>
    public async ValueTask AddAsync(TrafficClass trafficClass, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var lane = _lanes[(int)trafficClass];
        Wait(lane, 1);
        try
        {
            await lane.Turn.WaitAsync(cancellationToken);
            try
            {
                while (!TryAddInTurn(trafficClass, payload.Span))
                {
                    await lane.Room.WaitAsync(cancellationToken);
                }
            }
            finally
            {
                lane.Turn.Release();
            }
        }
        finally
        {
            Wait(lane, -1);
        }
    }

    /// <summary>The consumer took a frame of the peer's: its cost is given back to the peer, some at a time.</summary>
    public void AddCredit(TrafficClass trafficClass, int cost)
    {
        lock (_gate)
        {
            var lane = _lanes[(int)trafficClass];
            lane.CreditOwed += cost;
            if (lane.CreditOwed >= FlowWindow.CreditStep(trafficClass))
            {
                Wake(0);
            }
        }
    }

    /// <summary>A credit came from the peer; throws <see cref="MeshConnectException"/> when it is for more than was sent.</summary>
    public void OnCredit(TrafficClass trafficClass, uint amount)
    {
        lock (_gate)
        {
            var lane = _lanes[(int)trafficClass];
            if (amount == 0 || amount > lane.InFlightCost)
            {
                throw new MeshConnectException(
                    RefusalReason.Malformed,
                    $"a credit of {amount} for class {trafficClass} came, where {lane.InFlightCost} was on its way");
            }

            lane.InFlightCost -= (int)amount;
            Wake(WriterOf((int)trafficClass));
        }
    }

    /// <summary>Takes nothing more in; the writers end once all is sent.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closing = true;
            WakeAll();
        }
    }

    /// <summary>Drops what is queued; the writers end at once and later sends throw <paramref name="cause"/> as the inner exception.</summary>
    public void End(Exception cause)
    {
        lock (_gate)
        {
            _ended ??= cause;
            foreach (var lane in _lanes)
            {
                while (lane.Frames.TryDequeue(out var frame))
                {
                    frame.Return();
                }

                lane.QueuedCost = 0;
            }

            WakeAll();
        }
    }

    private bool TryAddInTurn(TrafficClass trafficClass, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            return _closing || _ended is not null
                ? throw new IOException("the connection is closed", _ended)
                : TryEnqueue(trafficClass, payload);
        }
    }

    private bool TryEnqueue(TrafficClass trafficClass, ReadOnlySpan<byte> payload)
    {
        var cost = FlowWindow.Cost(payload.Length);
        var lane = _lanes[(int)trafficClass];
        if (_closing || _ended is not null || lane.QueuedCost + cost > _queueCostMax)
        {
            return false;
        }

        lane.Frames.Enqueue(OutboundFrame.Copy(trafficClass, payload));
        lane.QueuedCost += cost;
        Wake(WriterOf((int)trafficClass));
        return true;
    }

    private void Wait(OutboundLane lane, int change)
    {
        lock (_gate)
        {
            lane.Waiting += change;
        }
    }

    private void WakeAll()
    {
        for (var i = 0; i < _wake.Length; i++)
        {
            Wake(i);
        }

        foreach (var lane in _lanes)
        {
            Set(lane.Room);
        }
    }

    private int WriterOf(int lane) => _wake.Length == 1 ? 0 : lane;

    private void Wake(int writer) => Set(_wake[writer]);

    // Only ever released under the lock, so the count stays at most 1.
    private static void Set(SemaphoreSlim signal)
    {
        if (signal.CurrentCount == 0)
        {
            signal.Release();
        }
    }
}
