using System.Net;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Engine;

/// <summary>What is known of a connection before the first frame.</summary>
internal sealed record ConnectionFacts
{
    /// <summary>"quic" or "tcp".</summary>
    public required string Transport { get; init; }

    public required bool IsDialler { get; init; }

    /// <summary>The id that the peer's certificate proved.</summary>
    public required NodeId PeerId { get; init; }

    public required IPEndPoint RemoteEndPoint { get; init; }

    public required Hash256 LocalCertificate { get; init; }

    public required Hash256 PeerCertificate { get; init; }

    /// <summary>The transport's own counts, for /peers.</summary>
    public required TrafficCounters Counters { get; init; }

    public static ConnectionFacts Of(IMeshConnection connection) => new()
    {
        Transport = connection.Transport,
        IsDialler = connection.IsDialler,
        PeerId = connection.PeerId,
        RemoteEndPoint = connection.RemoteEndPoint,
        LocalCertificate = connection.LocalCertificateHash,
        PeerCertificate = connection.PeerCertificateHash,
        Counters = connection.Counters,
    };
}
