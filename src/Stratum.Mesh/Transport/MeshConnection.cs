using System.Net;
using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>
/// A connection of either transport: send queues, windows and receive queues over a <see cref="ConnectionWire"/>. Each of its streams has one
/// task that writes and one that reads; the first that fails ends the connection, and every later call reports its failure.
/// </summary>
internal sealed partial class MeshConnection : IMeshConnection
{
    private readonly ConnectionWire _wire;
    private readonly PeerIdentity _peer;
    private readonly UnadmittedPlace? _place;
    private readonly TimeProvider _clock;
    private readonly OutboundFrames _outbound;
    private readonly InboundFrames _inbound;
    private readonly Task _loops;
    private int _readersLeft;
    private int _failed;
    private int _disposed;

    /// <summary>Starts the connection, which owns <paramref name="wire"/> and, when it came in, its <paramref name="place"/> from here on.</summary>
    public MeshConnection(ConnectionWire wire, PeerIdentity peer, UnadmittedPlace? place, TransportContext context)
    {
        _wire = wire;
        _peer = peer;
        _place = place;
        _clock = context.Clock;
        IsDialler = place is null;
        LocalCertificateHash = context.Certificate.Hash;
        _readersLeft = wire.Streams.Count;
        _outbound = new OutboundFrames(wire.Streams.Count, context.Options.QueueBytesMax, Counters);
        _inbound = new InboundFrames(_outbound);
        var loops = new List<Task>();
        for (var i = 0; i < wire.Streams.Count; i++)
        {
            var stream = i;
            loops.Add(Task.Run(() => WriteAsync(stream)));
            loops.Add(Task.Run(() => ReadAsync(stream)));
        }

        _loops = Task.WhenAll(loops);
    }

    /// <inheritdoc/>
    public string Transport => _wire.Transport;

    /// <inheritdoc/>
    public bool IsDialler { get; }

    /// <inheritdoc/>
    public NodeId PeerId => _peer.NodeId;

    /// <inheritdoc/>
    public IPEndPoint RemoteEndPoint => _wire.RemoteEndPoint;

    /// <inheritdoc/>
    public Hash256 LocalCertificateHash { get; }

    /// <inheritdoc/>
    public Hash256 PeerCertificateHash => _peer.CertificateHash;

    /// <inheritdoc/>
    public TrafficCounters Counters { get; } = new();

    /// <inheritdoc/>
    public ValueTask SendAsync(TrafficClass trafficClass, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        TrySend(trafficClass, frame) ? ValueTask.CompletedTask : _outbound.AddAsync(trafficClass, frame, cancellationToken);

    /// <inheritdoc/>
    public bool TrySend(TrafficClass trafficClass, ReadOnlyMemory<byte> frame)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frame.Length, IMeshConnection.FrameBytesMax, nameof(frame));
        return _outbound.TryAdd(trafficClass, frame.Span);
    }

    /// <inheritdoc/>
    public ValueTask<ReceivedFrame?> ReceiveAsync(CancellationToken cancellationToken) => _inbound.TakeAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task CloseAsync(TimeSpan deadline)
    {
        _outbound.Close();
        _inbound.Complete();
        try
        {
            // Until the peer said End too: a socket closed before would reset what is still on its way.
            await _loops.WaitAsync(deadline, _clock);
        }
        catch (TimeoutException)
        {
            Abort();
        }

        await DisposeAsync();
    }

    /// <inheritdoc/>
    public void MarkAdmitted() => _place?.Dispose();

    /// <inheritdoc/>
    public void Abort() => Fail(new IOException("this end aborted the connection"), dropQueued: true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_loops.IsCompleted)
        {
            Abort();
        }

        await _loops;
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _outbound.End(new ObjectDisposedException(nameof(MeshConnection)));
            _inbound.Fail(new ObjectDisposedException(nameof(MeshConnection)), dropQueued: false);
            _place?.Dispose();
            await _wire.DisposeAsync();
        }
    }

    private void Fail(Exception cause, bool dropQueued)
    {
        if (Interlocked.Exchange(ref _failed, 1) == 0)
        {
            _inbound.Fail(cause, dropQueued);
            _outbound.End(cause);
            _place?.Dispose();
            _wire.Abort(cause is MeshConnectException known ? known.Reason : RefusalReason.None);
        }
    }
}
