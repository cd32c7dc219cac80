namespace Stratum.Ingest;

/// <summary>How long a console may take.</summary>
internal sealed record DavisTiming
{
    /// <summary>A sleeping console answers a line feed within 1.2 s (manual 2.6.1, section V).</summary>
    public TimeSpan Wake { get; init; } = TimeSpan.FromMilliseconds(1200);

    /// <summary>An answer through WeatherLinkIP (CumulusMX waits 2.5 s).</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>Packets come every 2 or 2.5 s; two that are lost are no fault.</summary>
    public TimeSpan Packet { get; init; } = TimeSpan.FromMilliseconds(8000);

    /// <summary>Rest after a write: WeatherLinkIP loses answers when it is much less than 0.05 s.</summary>
    public TimeSpan WriteGap { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What a cancelled stream still sends arrives within it.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(500);
}
