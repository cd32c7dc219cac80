namespace Stratum.Ingest;

/// <summary>The keys of a davis table that speaks to a console.</summary>
internal sealed record DavisSettings
{
    public required Uri Url { get; init; }

    /// <summary>Seconds between stored packets of one type; zero stores every packet.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Overrides what the console says.</summary>
    public RainCollector? Collector { get; init; }

    public bool Backfill { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Where a backfill into an empty store begins; null for the whole archive.</summary>
    public int MaxAgeDays { get; init; }
}
