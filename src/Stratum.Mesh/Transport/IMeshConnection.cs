using System.Net;
using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>
/// An encrypted connection to a node that proved its id by its certificate. It is not a link yet: that takes Hello and
/// Welcome. Frames are whole messages of at most <see cref="FrameBytesMax"/> bytes.
/// </summary>
internal interface IMeshConnection : IAsyncDisposable
{
    /// <summary>The largest frame, 64 KiB; a larger length prefix ends the connection before anything is allocated.</summary>
    const int FrameBytesMax = 64 * 1024;

    /// <summary>"quic" or "tcp".</summary>
    string Transport { get; }

    /// <summary>Whether this end dialled; the dialler writes first.</summary>
    bool IsDialler { get; }

    /// <summary>The peer's id, bound to its certificate.</summary>
    NodeId PeerId { get; }

    /// <summary>Where the peer is.</summary>
    IPEndPoint RemoteEndPoint { get; }

    /// <summary>SHA-256 of this end's certificate (DER), for the formation proof.</summary>
    Hash256 LocalCertificateHash { get; }

    /// <summary>SHA-256 of the peer's certificate (DER).</summary>
    Hash256 PeerCertificateHash { get; }

    /// <summary>Bytes and frames by class, sent and received.</summary>
    TrafficCounters Counters { get; }

    /// <summary>Queues a frame; waits while the class's queue is full. The buffer may be reused when this completes.</summary>
    ValueTask SendAsync(TrafficClass trafficClass, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);

    /// <summary>Queues a frame; false when the class's queue is full.</summary>
    bool TrySend(TrafficClass trafficClass, ReadOnlyMemory<byte> frame);

    /// <summary>The next frame of any class, or null when the peer closed in order. Throws <see cref="IOException"/> when the connection broke.</summary>
    ValueTask<ReceivedFrame?> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Sends what is queued, then closes in order; what cannot be sent within the deadline is given up.</summary>
    Task CloseAsync(TimeSpan deadline);

    /// <summary>
    /// The link is up (Hello and Welcome are through): an inbound connection gives back its place among the unadmitted ones, which are
    /// bounded in all and for each address. Not needed for a connection that ends.
    /// </summary>
    void MarkAdmitted()
    {
    }

    /// <summary>Ends the connection at once.</summary>
    void Abort();
}

/// <summary>A frame as it came.</summary>
/// <param name="Class">The class that carried it.</param>
/// <param name="Payload">The message; owned by the receiver.</param>
internal readonly record struct ReceivedFrame(TrafficClass Class, ReadOnlyMemory<byte> Payload);
