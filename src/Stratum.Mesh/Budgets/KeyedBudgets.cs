namespace Stratum.Mesh.Budgets;

/// <summary>
/// A budget for each key. The table is bounded: once it is full, those go whose budget is whole again, which are as good as new; while all are in use,
/// keys beyond it share one.
/// </summary>
internal sealed class KeyedBudgets<TKey>(double perSecond, double burst, int keysMax)
    where TKey : notnull
{
    // Looking through the table is worth a moment, not each time that a flood of keys asks for it.
    private const long SweepPeriodMs = 10_000;

    private readonly Dictionary<TKey, TokenBucket> _buckets = [];
    private readonly TokenBucket _others = new(perSecond, burst);
    private long _sweptMs = long.MinValue;

    public int Count => _buckets.Count;

    /// <summary>Takes the tokens of the key, or none when there are too few.</summary>
    public bool TryTake(TKey key, double tokens, long nowMs) => BucketOf(key, nowMs).TryTake(tokens, nowMs);

    /// <summary>Whether they could be taken. Gives an unknown key no place in the table.</summary>
    public bool Has(TKey key, double tokens, long nowMs) => _buckets.TryGetValue(key, out var bucket) ? bucket.Has(tokens, nowMs)
        : (_buckets.Count < keysMax && burst >= tokens) || _others.Has(tokens, nowMs);

    private TokenBucket BucketOf(TKey key, long nowMs)
    {
        if (_buckets.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        if (_buckets.Count >= keysMax && (_sweptMs == long.MinValue || nowMs - _sweptMs >= SweepPeriodMs))
        {
            _sweptMs = nowMs;
            foreach (var (idle, its) in _buckets)
            {
                if (its.Has(burst, nowMs))
                {
                    _buckets.Remove(idle);
                }
            }
        }

        if (_buckets.Count >= keysMax)
        {
            return _others;
        }

        bucket = new TokenBucket(perSecond, burst);
        _buckets.Add(key, bucket);
        return bucket;
    }
}
