namespace Stratum.Storage;

/// <summary>Counts damaged places and tells whoever listens. Any thread may report.</summary>
internal sealed class DamageLog(Action<StoreIntegrityException>? onDamage)
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Report(StoreIntegrityException damage)
    {
        Interlocked.Increment(ref _count);
        onDamage?.Invoke(damage);
    }
}
