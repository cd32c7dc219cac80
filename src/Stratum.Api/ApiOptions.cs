namespace Stratum.Api;

/// <summary>The [api] section. Every limit bounds what a stranger can ask of the node.</summary>
public sealed record ApiOptions
{
    /// <summary>Origins whose pages may read the API ("https://example.org"), or "*" for all; empty (default) for none.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Streams open at once: 100. Each costs a queue of <see cref="StreamQueueLength"/> references and a socket.</summary>
    public int MaxStreams { get; init; } = 100;

    /// <summary>Observations that wait for one slow stream before it reads on from the store: 1024, some seconds of a busy mesh.</summary>
    public int StreamQueueLength { get; init; } = 1024;

    /// <summary>Seconds between heartbeat comments on a stream: 15, below the idle timeouts of common proxies (30 to 60 s).</summary>
    public int StreamHeartbeatSeconds { get; init; } = 15;

    /// <summary>How far back a stream resumes: 24 hours; what is older is answered with a gap event.</summary>
    public int StreamReplayHours { get; init; } = 24;

    /// <summary>Observations or buckets on one page of /series: 10,000, some 12 MB of JSON.</summary>
    public int MaxPoints { get; init; } = 10_000;

    /// <summary>Largest offset of /series: 100,000. Skipped rows are read all the same; a cursor costs nothing.</summary>
    public int MaxOffset { get; init; } = 100_000;

    /// <summary>Rows that one aggregated answer may read: 1,000,000, about a second of one core.</summary>
    public int MaxRowsScanned { get; init; } = 1_000_000;

    /// <summary>Queries of the store (/now, /series, /stations, /export) that run at once: 16; more would only share the same disk.</summary>
    public int MaxQueries { get; init; } = 16;

    /// <summary>Exports that run at once, within <see cref="MaxQueries"/>: 4, since one can last as long as its client is slow.</summary>
    public int MaxExports { get; init; } = 4;

    /// <summary>Latest observations of one quantity that /now looks at: 4096, a dense city within the radius.</summary>
    public int MaxNearbyStations { get; init; } = 4096;

    /// <summary>Open connections: 1,000; one costs about 20 KB.</summary>
    public int MaxConnections { get; init; } = 1000;
}
