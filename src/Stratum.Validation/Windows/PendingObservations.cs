using Stratum.Core;

namespace Stratum.Validation;

/// <summary>Observations that wait for their window to close. Bounded; safe for concurrent use.</summary>
internal sealed class PendingObservations(int max)
{
    /// <summary>
    /// How long after its end a window is closed: stations send and gossip carries for some seconds after the minute at which they measured.
    /// </summary>
    public const long GraceSeconds = 30;

    /// <summary>What claims to be further ahead than this has no window to wait for.</summary>
    private const long AheadMaxSeconds = 3600;

    private readonly Lock _lock = new();
    private List<Observation> _waiting = [];

    /// <summary>How many were not taken because as many as allowed were waiting: they keep the score of their arrival.</summary>
    public long Refused { get; private set; }

    public void Add(Observation observation)
    {
        lock (_lock)
        {
            if (_waiting.Count < max)
            {
                _waiting.Add(observation);
            }
            else
            {
                Refused++;
            }
        }
    }

    /// <summary>Takes out what is due, in order of time, and of equal times in order of arrival.</summary>
    public List<Observation> TakeDue(long nowSeconds)
    {
        List<Observation> all;
        lock (_lock)
        {
            all = _waiting;
            _waiting = [];
        }

        var due = new List<Observation>(all.Count);
        var early = new List<Observation>();
        foreach (var observation in all)
        {
            var end = (WindowOf(observation) + 1) * WindowScorer.WindowSeconds;
            if (end + GraceSeconds <= nowSeconds)
            {
                due.Add(observation);
            }
            else if (observation.Timestamp <= nowSeconds + AheadMaxSeconds)
            {
                early.Add(observation);
            }
        }

        lock (_lock)
        {
            _waiting.InsertRange(0, early);
        }

        return [.. due.OrderBy(observation => observation.Timestamp)];
    }

    /// <summary>Number of the window that an observation lies in.</summary>
    public static long WindowOf(Observation observation) => Math.DivRem(observation.Timestamp, WindowScorer.WindowSeconds).Quotient;
}
