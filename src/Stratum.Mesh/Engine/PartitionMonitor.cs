namespace Stratum.Mesh.Engine;

/// <summary>
/// The state of the partition and since when. Two links keep a node tied to the mesh when one fails; a node that knows of one other
/// node only is content with that one.
/// </summary>
internal sealed class PartitionMonitor(Moment start)
{
    private const int LinksWanted = 2;

    public PartitionState State { get; private set; } = PartitionState.Isolated;

    /// <summary>Unix milliseconds.</summary>
    public long SinceMs { get; private set; } = start.UnixMs;

    /// <summary>True when the state changed.</summary>
    public bool Observe(int linksUp, int known, Moment now)
    {
        var state = linksUp == 0 ? PartitionState.Isolated
            : linksUp < Math.Min(LinksWanted, known) ? PartitionState.Degraded
            : PartitionState.Connected;
        if (state == State)
        {
            return false;
        }

        State = state;
        SinceMs = now.UnixMs;
        return true;
    }

    public static string NameOf(PartitionState state) => state switch
    {
        PartitionState.Connected => "connected",
        PartitionState.Degraded => "degraded",
        _ => "isolated",
    };
}
