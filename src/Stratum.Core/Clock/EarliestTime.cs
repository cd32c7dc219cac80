namespace Stratum.Core;

/// <summary>Before when no clock can be right.</summary>
public static class EarliestTime
{
    /// <summary>The day on which version 1 of the canonical form was frozen, Unix seconds: 2026-11-20.</summary>
    public const long Seconds = 1_795_132_800;

    /// <summary>The same as an instant.</summary>
    public static DateTimeOffset Instant { get; } = DateTimeOffset.FromUnixTimeSeconds(Seconds);
}
