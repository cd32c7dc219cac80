namespace Stratum.Mesh.Transport;

/// <summary>
/// Whose turn it is: weighted fair queueing over the three classes (Demers, Keshav, Shenker 1989, with a virtual time per class). A class
/// that was idle comes at once, live first; under load live gets 16 bytes, sync 4 and bulk 1 of each 21.
/// </summary>
internal sealed class WeightedTurn
{
    private readonly long[] _due = new long[FlowWindow.Classes];
    private long _now;

    /// <summary>The class to serve next of those whose bit is set; <paramref name="ready"/> must not be 0.</summary>
    public int Next(int ready)
    {
        var best = -1;
        for (var lane = 0; lane < _due.Length; lane++)
        {
            if ((ready & (1 << lane)) != 0 && (best < 0 || Due(lane) < Due(best)))
            {
                best = lane;
            }
        }

        return best;
    }

    /// <summary>Notes that a class was served.</summary>
    public void Charge(int lane, int cost)
    {
        _now = Due(lane);
        _due[lane] = _now + ((long)cost << (2 * lane));
    }

    // What a class did not use while it had nothing to send is not saved up.
    private long Due(int lane) => Math.Max(_due[lane], _now);
}
