namespace Stratum.Mesh.Transport;

internal sealed partial class OutboundFrames
{
    // A credit frame.
    private const int CreditSize = FrameHeader.Size + FrameHeader.CreditPayloadSize;

    /// <summary>Waits until <see cref="Take"/> may have something new for this writer.</summary>
    public Task WaitAsync(int writer) => _wake[writer].WaitAsync();

    /// <summary>
    /// Fills <paramref name="batch"/> with whole frames, or, when the first one is larger than that, hands it over in
    /// <see cref="Taken.Large"/>, which the writer gives back to the pool.
    /// </summary>
    public Taken Take(int writer, Span<byte> batch)
    {
        lock (_gate)
        {
            var filled = writer == 0 ? TakeCredits(batch) : 0;
            while (Ready(writer) is var ready and not 0)
            {
                var next = _turn.Next(ready);
                var frame = _lanes[next].Frames.Peek();
                if (frame.Length > batch.Length && filled == 0)
                {
                    Remove(next);
                    return new Taken(0, frame, false);
                }

                if (frame.Length > batch.Length - filled)
                {
                    break;
                }

                Remove(next);
                frame.Pooled.AsSpan(0, frame.Length).CopyTo(batch[filled..]);
                frame.Return();
                filled += frame.Length;
            }

            return new Taken(filled, null, filled == 0 && (_ended is not null || (_closing && IsEmpty(writer))));
        }
    }

    private int TakeCredits(Span<byte> batch)
    {
        var filled = 0;
        for (var i = 0; i < _lanes.Length && filled + CreditSize <= batch.Length; i++)
        {
            var owed = _lanes[i].CreditOwed;
            if (owed >= FlowWindow.CreditStep((TrafficClass)i))
            {
                FrameHeader.WriteCredit(batch[filled..], (TrafficClass)i, owed);
                _lanes[i].CreditOwed = 0;
                filled += CreditSize;
            }
        }

        return filled;
    }

    private int Ready(int writer)
    {
        var ready = 0;
        for (var i = 0; i < _lanes.Length; i++)
        {
            var lane = _lanes[i];
            if (WriterOf(i) == writer && lane.Frames.TryPeek(out var frame)
                && lane.InFlightCost + FlowWindow.Cost(frame.PayloadLength) <= FlowWindow.Of((TrafficClass)i))
            {
                ready |= 1 << i;
            }
        }

        return ready;
    }

    private bool IsEmpty(int writer)
    {
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (WriterOf(i) == writer && _lanes[i].Frames.Count > 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Remove(int index)
    {
        var lane = _lanes[index];
        var frame = lane.Frames.Dequeue();
        var cost = FlowWindow.Cost(frame.PayloadLength);
        lane.QueuedCost -= cost;
        lane.InFlightCost += cost;
        _turn.Charge(index, cost);
        _counters.OnSent((TrafficClass)index, frame.Length);
        Set(lane.Room);
    }
}
