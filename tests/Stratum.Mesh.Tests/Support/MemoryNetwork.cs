using System.Collections.Concurrent;
using System.Net;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Support;

/// <summary>Transports that dial each other in memory. A node whose address is cut can neither be dialled nor dial.</summary>
internal sealed class MemoryNetwork
{
    private readonly ConcurrentDictionary<IPEndPoint, MemoryTransport> _listeners = new();
    private int _lastPort = 20_000;

    public MemoryTransport NewTransport(NodeId nodeId) => new(this, nodeId);

    internal IPEndPoint Bind(IPEndPoint address, MemoryTransport transport)
    {
        var bound = new IPEndPoint(IPAddress.Loopback, address.Port == 0 ? Interlocked.Increment(ref _lastPort) : address.Port);
        return _listeners.TryAdd(bound, transport) ? bound : throw new StratumException($"{bound} is taken");
    }

    internal void Release(IPEndPoint address) => _listeners.TryRemove(address, out _);

    internal IMeshConnection Dial(MemoryTransport dialler, IPEndPoint address)
    {
        if (!_listeners.TryGetValue(address, out var listener) || listener.IsCut || dialler.IsCut)
        {
            throw new MeshConnectException(RefusalReason.Unreachable, $"nobody listens at {address}");
        }

        var from = new IPEndPoint(IPAddress.Loopback, Interlocked.Increment(ref _lastPort));
        var (near, far) = MemoryConnection.Pair(dialler, listener, from, address);
        dialler.Add(near);
        listener.Add(far);
        listener.Accept(far);
        return near;
    }
}
