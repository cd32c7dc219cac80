namespace Stratum.Mesh.Links;

/// <summary>
/// Waits between attempts to dial: 1 s, doubling to 60 s (MESH, "Membership"), each shortened by up to half at random, so that the nodes that
/// lost the same peer do not come back in step.
/// </summary>
internal sealed class Backoff(Random random)
{
    private const int FirstMs = 1_000;
    private const int LastMs = 60_000;
    private int _nextMs = FirstMs;

    /// <summary>The wait before the next attempt.</summary>
    public TimeSpan Next()
    {
        var waitMs = _nextMs - random.Next(_nextMs / 2);
        _nextMs = Math.Min(_nextMs * 2, LastMs);
        return TimeSpan.FromMilliseconds(waitMs);
    }

    /// <summary>A link was up: start from the beginning.</summary>
    public void Reset() => _nextMs = FirstMs;
}
