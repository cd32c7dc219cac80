namespace Stratum.Mesh.Transport;

/// <summary>What waits to be sent in one class. Guarded by the lock of <see cref="OutboundFrames"/>, but for the two semaphores.</summary>
internal sealed class OutboundLane
{
    /// <summary>Frames with their header, in pooled arrays.</summary>
    public Queue<OutboundFrame> Frames { get; } = new();

    /// <summary>Cost of the queued frames.</summary>
    public int QueuedCost { get; set; }

    /// <summary>Cost of what was sent and not yet credited.</summary>
    public int InFlightCost { get; set; }

    /// <summary>What of the peer's frames was taken here and not yet credited to it.</summary>
    public int CreditOwed { get; set; }

    /// <summary>Senders that wait for room; while there are any, nobody else adds.</summary>
    public int Waiting { get; set; }

    /// <summary>Senders that wait for room do so one after the other, in order.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Set when room came up or the connection ended.</summary>
    public SemaphoreSlim Room { get; } = new(0);
}
