using System.Net;

namespace Stratum.Node.Configuration;

/// <summary>[ingest]: who may post, and how much.</summary>
internal sealed record IngestSection
{
    /// <summary>Networks that may post without a token: this machine only.</summary>
    public IReadOnlyList<IPNetwork> OpenNetworks { get; init; } = [new(new IPAddress([127, 0, 0, 0]), 8), new(IPAddress.IPv6Loopback, 128)];

    /// <summary>File with the hashed tokens, a full path once loaded.</summary>
    public string TokensPath { get; init; } = "stratum-data/tokens.json";

    /// <summary>Largest request body in bytes: 1 MiB holds 5,000 drafts of 200 bytes.</summary>
    public int MaxBodyBytes { get; init; } = 1 << 20;

    /// <summary>Most observations in one request: about a second of signing on a Pi Zero 2.</summary>
    public int MaxItems { get; init; } = 5000;

    /// <summary>"both", "on" or "off": whether TLS is spoken where [api] tls_cert names a certificate, and whether plain HTTP is.</summary>
    public string Tls { get; init; } = "both";

    /// <summary>Batches that wait for the signer and the store; when full, HTTP answers 503.</summary>
    public int QueueBatches { get; init; } = 64;
}
