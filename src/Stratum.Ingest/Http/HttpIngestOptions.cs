namespace Stratum.Ingest;

/// <summary>Limits and rules of the ingest listener.</summary>
public sealed record HttpIngestOptions
{
    /// <summary>CIDR blocks and addresses that may post without a token. Default: this machine only.</summary>
    public IReadOnlyList<string> OpenNetworks { get; init; } = ["127.0.0.0/8", "::1/128"];

    /// <summary>The largest body, and the largest that a compressed one may become: 1 MiB, some 5,000 drafts of 200 bytes.</summary>
    public int BodyBytesMax { get; init; } = 1024 * 1024;

    /// <summary>The most readings of one request: what the store writes in one group commit without making others wait.</summary>
    public int ItemsMax { get; init; } = 5000;

    /// <summary>The most requests whose bodies are held at once, so that bodies never take more than this times 2 MiB.</summary>
    public int ConcurrentRequestsMax { get; init; } = 64;

    /// <summary>How long a body may take to arrive, in milliseconds: a station on GPRS sends its few KiB well within it.</summary>
    public int BodyTimeoutMs { get; init; } = 30_000;

    /// <summary>How far ahead of this node a device's clock may be, in seconds (INGEST, rules for every adapter).</summary>
    public int FutureSecondsMax { get; init; } = 300;

    /// <summary>
    /// Metres above sea level of sensors whose table names neither altitude nor place, and of devices without a table: the node's, when it has
    /// a place. Null: sea-level pressure is not computed for them.
    /// </summary>
    public double? Altitude { get; init; }

    /// <summary>File of what adapters decide once and keep over restarts; null: they decide anew at each start.</summary>
    public string? MemoryPath { get; init; }

    /// <summary>[db_limits] max_age_days: what is older would leave the store at once; 0 keeps everything.</summary>
    public int MaxAgeDays { get; init; } = 30;
}
