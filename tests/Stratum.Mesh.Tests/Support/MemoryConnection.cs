using System.Net;
using System.Threading.Channels;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Support;

/// <summary>One end of a connection in memory, with bounded queues as a real one has.</summary>
internal sealed class MemoryConnection : IMeshConnection
{
    private const int QueuedFramesMax = 16;
    private readonly Channel<ReceivedFrame> _inbound = NewChannel();
    private MemoryConnection _other = null!;

    public string Transport => "memory";

    public required bool IsDialler { get; init; }

    public required NodeId PeerId { get; init; }

    public required IPEndPoint RemoteEndPoint { get; init; }

    public required Hash256 LocalCertificateHash { get; init; }

    public required Hash256 PeerCertificateHash { get; init; }

    public TrafficCounters Counters { get; } = new();

    /// <summary>Sees each frame that this end sends.</summary>
    public Action<TrafficClass, ReadOnlyMemory<byte>>? OnSend { get; set; }

    public static (MemoryConnection Dialler, MemoryConnection Listener) Pair(MemoryTransport dialler, MemoryTransport listener, IPEndPoint from, IPEndPoint to)
    {
        var near = new MemoryConnection
        {
            IsDialler = true,
            PeerId = listener.NodeId,
            RemoteEndPoint = to,
            LocalCertificateHash = dialler.CertificateHash,
            PeerCertificateHash = listener.CertificateHash,
        };
        var far = new MemoryConnection
        {
            IsDialler = false,
            PeerId = dialler.NodeId,
            RemoteEndPoint = from,
            LocalCertificateHash = listener.CertificateHash,
            PeerCertificateHash = dialler.CertificateHash,
        };
        near._other = far;
        far._other = near;
        return (near, far);
    }

    public async ValueTask SendAsync(TrafficClass trafficClass, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        try
        {
            await _other._inbound.Writer.WriteAsync(new ReceivedFrame(trafficClass, frame.ToArray()), cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw new IOException("the connection ended", e);
        }

        OnSend?.Invoke(trafficClass, frame);
        Counters.OnSent(trafficClass, frame.Length);
    }

    public bool TrySend(TrafficClass trafficClass, ReadOnlyMemory<byte> frame) =>
        _other._inbound.Writer.TryWrite(new ReceivedFrame(trafficClass, frame.ToArray()));

    public async ValueTask<ReceivedFrame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var frame = await _inbound.Reader.ReadAsync(cancellationToken);
            Counters.OnReceived(frame.Class, frame.Payload.Length);
            return frame;
        }
        catch (ChannelClosedException e)
        {
            return e.InnerException is null ? null : throw new IOException("the connection broke", e);
        }
    }

    public Task CloseAsync(TimeSpan deadline)
    {
        _inbound.Writer.TryComplete();
        _other._inbound.Writer.TryComplete();
        return Task.CompletedTask;
    }

    public void Abort()
    {
        _inbound.Writer.TryComplete(new IOException("aborted"));
        _other._inbound.Writer.TryComplete(new IOException("aborted"));
    }

    public async ValueTask DisposeAsync() => await CloseAsync(TimeSpan.Zero);

    private static Channel<ReceivedFrame> NewChannel() => Channel.CreateBounded<ReceivedFrame>(QueuedFramesMax);
}
