namespace Stratum.Benchmarks;

/// <summary>The system's clock, which can be put forward: what waits for ten quiet minutes need not wait here.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shiftTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shiftTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shiftTicks));

    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)(Interlocked.Read(ref _shiftTicks) / (double)TimeSpan.TicksPerSecond * TimestampFrequency);
}
