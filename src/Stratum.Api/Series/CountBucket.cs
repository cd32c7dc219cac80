using Stratum.Core;

namespace Stratum.Api;

/// <summary>What a counter counted in a step: each count belongs to the step in which its later value lies, and says how far back it reaches.</summary>
internal sealed class CountBucket(BucketKey key, long start, long stepSeconds) : Bucket(key, start)
{
    // Sums of decimal fractions; no counter has a finer tick.
    private const int Decimals = 6;

    private double _increase;
    private bool _isKnown;
    private long _count;
    private long _resets;
    private long _gaps;
    private long _gapSeconds;
    private long _leftOut;

    public override double? this[Aggregates column] => column switch
    {
        Aggregates.Increase => _isKnown ? Math.Round(_increase, Decimals) : null,
        Aggregates.Count => _count,
        Aggregates.Resets => _resets,
        Aggregates.Gaps => _gaps,
        Aggregates.GapSeconds => _isKnown ? _gapSeconds : null,
        Aggregates.LeftOut => _leftOut,
        _ => null,
    };

    public void LeaveOut() => _leftOut++;

    public void Add(CounterStep step, long timestamp)
    {
        if (step.Change == CounterChange.Implausible)
        {
            _leftOut++;
            return;
        }

        _count++;
        if (step.Change == CounterChange.Unknown)
        {
            return;
        }

        _isKnown = true;
        _increase += step.Amount;
        _resets += step.Change == CounterChange.Reset ? 1 : 0;
        _gapSeconds = Math.Max(_gapSeconds, step.GapSeconds);
        // What began before the step and spans more than half of one may as well have fallen there.
        _gaps += timestamp - step.GapSeconds < Start && step.GapSeconds > stepSeconds / 2 ? 1 : 0;
    }
}
