namespace Stratum.Mesh.Transport;

/// <summary>
/// How much of each class may be on its way: sent, and not yet taken by the receiver's consumer. Both ends hold to it, so a reader never
/// has to stop reading (credits would be stuck behind data), and what a peer can make this node hold is bounded. Part of the wire
/// protocol: a change needs a new ALPN.
/// </summary>
internal static class FlowWindow
{
    /// <summary>Live, sync and bulk.</summary>
    public const int Classes = 3;

    // What a queued frame takes beside its bytes; counted so that a flood of empty frames is bounded too.
    private const int FrameOverhead = 64;

    /// <summary>The cost of a largest frame.</summary>
    public const int FrameCostMax = IMeshConnection.FrameBytesMax + FrameOverhead;

    // 256 KiB at 100 ms round trip carry 2.5 MB/s, more than a small node can verify.
    private const int LiveAndSync = 256 * 1024;

    /// <summary>What a frame takes of its window.</summary>
    public static int Cost(int payloadBytes) => payloadBytes + FrameOverhead;

    /// <summary>The window: for bulk one largest frame, which keeps live from ever waiting behind more than 64 KiB of it.</summary>
    public static int Of(TrafficClass trafficClass) => trafficClass == TrafficClass.Bulk ? FrameCostMax : LiveAndSync;

    /// <summary>What must have been taken before a credit is worth sending; a largest frame always fits in the rest.</summary>
    public static int CreditStep(TrafficClass trafficClass)
    {
        var window = Of(trafficClass);
        return Math.Max(1, Math.Min(window / 4, window - FrameCostMax));
    }
}
