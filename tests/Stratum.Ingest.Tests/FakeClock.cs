using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>A fixed time whose timers are the machine's, and whose plausibility the test decides.</summary>
internal sealed class FakeClock : TimeProvider, IClockPlausibility
{
    public const long NowSeconds = 1_712_000_000;

    public long Seconds { get; set; } = NowSeconds;

    public string? Problem { get; set; }

    /// <summary>What both clocks were put forward by.</summary>
    public TimeSpan Advanced { get; private set; }

    public void Advance(TimeSpan span) => Advanced += span;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds) + Advanced;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Advanced.TotalSeconds * TimestampFrequency);
}
