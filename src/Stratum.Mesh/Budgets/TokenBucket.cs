namespace Stratum.Mesh.Budgets;

/// <summary>A budget that refills steadily: at most <paramref name="burst"/> at once, <paramref name="perSecond"/> in the long run.</summary>
internal sealed class TokenBucket(double perSecond, double burst)
{
    private double _tokens = burst;
    private long _lastMs = long.MinValue;

    /// <summary>Takes the tokens, or none when there are too few. Time that stands still or runs back refills nothing.</summary>
    public bool TryTake(double tokens, long nowMs)
    {
        if (_lastMs != long.MinValue && nowMs > _lastMs)
        {
            _tokens = Math.Min(burst, _tokens + ((nowMs - _lastMs) * perSecond / 1000));
        }

        _lastMs = nowMs;
        if (_tokens < tokens)
        {
            return false;
        }

        _tokens -= tokens;
        return true;
    }
}
