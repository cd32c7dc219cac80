using System.Net;

namespace Stratum.Mesh.Transport;

/// <summary>What a transport puts under a <see cref="MeshConnection"/>: one stream for all classes, or one for each.</summary>
internal abstract class ConnectionWire : IAsyncDisposable
{
    /// <summary>"quic" or "tcp".</summary>
    public abstract string Transport { get; }

    /// <summary>Where the peer is.</summary>
    public abstract IPEndPoint RemoteEndPoint { get; }

    /// <summary>One stream, or three in the order of <see cref="TrafficClass"/>.</summary>
    public abstract IReadOnlyList<Stream> Streams { get; }

    /// <summary>This side writes nothing more on a stream; ends when the peer's machine has it all or, for TCP, when it is handed to the kernel.</summary>
    public abstract Task FinishWritesAsync(int stream);

    /// <summary>Ends everything at once; pending reads and writes fail. QUIC tells the peer the reason.</summary>
    public abstract void Abort(RefusalReason reason);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
