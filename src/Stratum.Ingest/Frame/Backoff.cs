using System.Security.Cryptography;

namespace Stratum.Ingest;

/// <summary>
/// Exponential backoff with full jitter, 1 s to 60 s: a site whose power returns must not have every node knock at once ("Exponential
/// Backoff and Jitter", AWS Architecture Blog 2015). Starts anew after a minute without a fault.
/// </summary>
internal sealed class Backoff(TimeProvider time)
{
    private const int FirstMs = 1000;
    private const int MostMs = 60_000;

    // Below it a wait of 0 would make a busy loop of an instant refusal.
    private const int LeastMs = 100;

    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(60);

    private int _faults;
    private long _startedAt = time.GetTimestamp();

    /// <summary>A session begins.</summary>
    public void Begin() => _startedAt = time.GetTimestamp();

    /// <summary>How long to wait after the session that just failed.</summary>
    public TimeSpan Next()
    {
        if (time.GetElapsedTime(_startedAt) >= Stable)
        {
            _faults = 0;
        }

        var ceilingMs = Math.Min(MostMs, FirstMs << Math.Min(_faults, 6));
        _faults++;
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(LeastMs, ceilingMs + 1));
    }
}
