using System.Net;

namespace Stratum.Mesh.Discovery;

/// <summary>One resource record, of the types that service discovery needs.</summary>
internal sealed record DnsRecord
{
    /// <summary>Lower case, labels with dots, no dot at the end.</summary>
    public required string Name { get; init; }

    public required DnsRecordType Type { get; init; }

    /// <summary>0: the sender takes it back (RFC 6762, section 10.1).</summary>
    public required uint TtlSeconds { get; init; }

    /// <summary>What PTR and SRV point to.</summary>
    public string Target { get; init; } = "";

    /// <summary>Of SRV.</summary>
    public int Port { get; init; }

    /// <summary>Of A.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>key=value pairs of TXT.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];
}
