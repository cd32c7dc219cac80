namespace Stratum.Mesh.Transport;

/// <summary>Connections that did not come about or were ended, by reason; for /metrics and /status.</summary>
internal sealed class RefusalCounters
{
    // One more than the highest reason; a test holds it against the enum.
    internal const int Reasons = (int)RefusalReason.ViewFull + 1;

    private readonly long[] _counts = new long[Reasons];

    /// <summary>How often <paramref name="reason"/> was met.</summary>
    public long Of(RefusalReason reason) => Volatile.Read(ref _counts[(int)reason]);

    /// <summary>Counts one.</summary>
    public void Count(RefusalReason reason) => Interlocked.Increment(ref _counts[(int)reason]);
}
