namespace Stratum.Node.Configuration;

/// <summary>[api]: limits and access of the query API, and TLS of both listeners.</summary>
internal sealed record ApiSection
{
    /// <summary>Origins whose pages may read the API, or "*".</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Streams open at once: each costs a queue and a socket.</summary>
    public int MaxStreams { get; init; } = 100;

    /// <summary>Most observations on one page of /series: some 12 MB of JSON.</summary>
    public int MaxQueryPoints { get; init; } = 10_000;

    /// <summary>Open connections: one costs about 20 KB.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>PEM certificate (with chain) for both listeners, a full path once loaded; empty: plain HTTP.</summary>
    public string TlsCert { get; init; } = "";

    /// <summary>PEM private key of the certificate, a full path once loaded.</summary>
    public string TlsKey { get; init; } = "";
}
