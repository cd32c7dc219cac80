namespace Stratum.Benchmarks;

/// <summary>A clock that stands where the rows are: to the store, the day that is being filled is today.</summary>
internal sealed class ReplayClock : TimeProvider
{
    private long _now = SyntheticRows.Start;

    public void MoveTo(long timestamp) => Volatile.Write(ref _now, timestamp);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Volatile.Read(ref _now));
}
