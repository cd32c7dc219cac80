namespace Stratum.Core;

/// <summary>
/// Follows one counter from value to value and tells counts from resets and errors. A copy of it looks at a value without taking it.
/// <list type="number">
/// <item>A rise within the limit of its gap is counted.</item>
/// <item>A fall by a tenth or more is a reset, and what the counter shows then was counted since, if the gap allows it (Home Assistant's
/// total_increasing and Prometheus' increase read counters so). A smaller fall is a correction.</item>
/// <item>A counter that is back where it was within the hour never fell: the low value between was an error, and only the difference counts.</item>
/// <item>A rise beyond the limit is implausible and not counted from. When it stays for an hour the counter was exchanged: it counts on from there.</item>
/// </list>
/// </summary>
public struct CounterTrack
{
    /// <summary>Of the value before; a smaller fall is a correction (Home Assistant's figure).</summary>
    private const double ResetShare = 0.1;

    /// <summary>How long after a fall a counter may come back to where it was.</summary>
    private const long BackSeconds = 3600;

    /// <summary>An implausible rise that so many values over so long agree with is another counter: errors of transmission last a value or two.</summary>
    private const int ExchangedValues = 4;

    private const long ExchangedSeconds = 3600;

    /// <summary>Limits and values are decimal fractions; their differences are not exact.</summary>
    private const double Rounding = 1e-9;

    private (double Value, long Timestamp) _last;
    private (double Value, long Timestamp) _beforeFall;
    private (double Value, long Timestamp, long Since) _doubted;
    private int _doubtedValues;
    private bool _isStarted;
    private bool _hasFallen;

    /// <summary>Whether it has a value to count from.</summary>
    public readonly bool IsStarted => _isStarted;

    /// <summary>Unix seconds of the value to count from; meaningless before the first.</summary>
    public readonly long Timestamp => _last.Timestamp;

    /// <summary>Takes the next value, in order of time.</summary>
    /// <param name="timestamp">Unix seconds.</param>
    /// <param name="value">What the counter shows.</param>
    /// <param name="limit">The most that it can count; null when nothing is known of it.</param>
    public CounterStep Take(long timestamp, double value, CounterLimit? limit)
    {
        if (!double.IsFinite(value) || (_isStarted && timestamp < _last.Timestamp))
        {
            return default;
        }

        if (!_isStarted)
        {
            return Accept(CounterChange.Unknown, timestamp, value, 0);
        }

        if (value < _last.Value)
        {
            return Fall(timestamp, value, limit);
        }

        if (_hasFallen && value >= _beforeFall.Value && timestamp - _beforeFall.Timestamp <= BackSeconds
            && Fits(value - _beforeFall.Value, timestamp - _beforeFall.Timestamp, limit))
        {
            return Accept(CounterChange.Increase, timestamp, value, value - _beforeFall.Value);
        }

        var rise = value - _last.Value;
        return Fits(rise, timestamp - _last.Timestamp, limit) ? Accept(CounterChange.Increase, timestamp, value, rise) : Doubt(timestamp, value, limit);
    }

    private CounterStep Fall(long timestamp, double value, CounterLimit? limit)
    {
        // Of several falls the first: what came after it was never high.
        var (before, hadFallen) = (_hasFallen ? _beforeFall : _last, _hasFallen);
        var isReset = _last.Value - value >= ResetShare * Math.Abs(_last.Value);
        var counted = isReset && value > 0 && Fits(value, timestamp - _last.Timestamp, limit) ? value : 0;
        var step = Accept(isReset ? CounterChange.Reset : CounterChange.Correction, timestamp, value, counted);
        (_hasFallen, _beforeFall) = (isReset || hadFallen, before);
        return step;
    }

    private CounterStep Doubt(long timestamp, double value, CounterLimit? limit)
    {
        var goesOn = _doubtedValues > 0 && value >= _doubted.Value && Fits(value - _doubted.Value, timestamp - _doubted.Timestamp, limit);
        var since = goesOn ? _doubted.Since : timestamp;
        _doubtedValues = goesOn ? _doubtedValues + 1 : 1;
        _doubted = (value, timestamp, since);
        return _doubtedValues >= ExchangedValues && timestamp - since >= ExchangedSeconds
            ? Accept(CounterChange.Correction, timestamp, value, 0)
            : new CounterStep(CounterChange.Implausible, 0, timestamp - _last.Timestamp);
    }

    private CounterStep Accept(CounterChange change, long timestamp, double value, double amount)
    {
        var gap = _isStarted ? timestamp - _last.Timestamp : 0;
        _last = (value, timestamp);
        (_isStarted, _hasFallen, _doubtedValues) = (true, false, 0);
        return new CounterStep(change, amount, gap);
    }

    private static bool Fits(double amount, long gapSeconds, CounterLimit? limit) =>
        limit is null || amount <= limit.MostIn(gapSeconds) * (1 + Rounding);
}
