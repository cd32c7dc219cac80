namespace Stratum.Mesh.Tests.Transport;

/// <summary>A clock that moves when told.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Advance(TimeSpan step) => _ticks += step.Ticks;
}
