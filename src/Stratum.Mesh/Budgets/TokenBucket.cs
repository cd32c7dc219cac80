namespace Stratum.Mesh.Budgets;

/// <summary>A budget that refills steadily: at most <paramref name="burst"/> at once, <paramref name="perSecond"/> in the long run.</summary>
internal sealed class TokenBucket(double perSecond, double burst)
{
    private readonly double _burst = burst;
    private readonly double _perSecond = perSecond;
    private double _tokens = burst;
    private long _lastMs = long.MinValue;

    /// <summary>Takes the tokens, or none when there are too few. Time that stands still or runs back refills nothing.</summary>
    public bool TryTake(double tokens, long nowMs)
    {
        Refill(nowMs);
        if (_tokens < tokens)
        {
            return false;
        }

        _tokens -= tokens;
        return true;
    }

    /// <summary>Whether so many tokens are there.</summary>
    public bool Has(double tokens, long nowMs)
    {
        Refill(nowMs);
        return _tokens >= tokens;
    }

    /// <summary>Takes tokens that are already used, into debt when they are not there.</summary>
    public void Spend(double tokens, long nowMs)
    {
        Refill(nowMs);
        _tokens -= tokens;
    }

    /// <summary>How long until so many tokens are there; 0 when they are.</summary>
    public long WaitMs(double tokens, long nowMs)
    {
        Refill(nowMs);
        return tokens <= _tokens ? 0 : (long)Math.Ceiling((Math.Min(tokens, _burst) - _tokens) * 1000 / _perSecond);
    }

    private void Refill(long nowMs)
    {
        if (_lastMs != long.MinValue && nowMs > _lastMs)
        {
            _tokens = Math.Min(_burst, _tokens + ((nowMs - _lastMs) * _perSecond / 1000));
        }

        _lastMs = nowMs;
    }
}
