using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Support;

internal sealed class MemoryTransport(MemoryNetwork network, NodeId nodeId) : IMeshTransport
{
    private readonly ConcurrentBag<MemoryConnection> _connections = [];
    private IPEndPoint? _bound;
    private Action<IMeshConnection>? _accept;

    public string Name => "memory";

    public NodeId NodeId => nodeId;

    /// <summary>Stands for the hash of a certificate: one a process.</summary>
    public Hash256 CertificateHash { get; } = new(SHA256.HashData(Guid.CreateVersion7().ToByteArray()));

    public bool IsCut { get; private set; }

    public Task<IPEndPoint> ListenAsync(IPEndPoint address, Action<IMeshConnection> onConnection, CancellationToken cancellationToken)
    {
        _accept = onConnection;
        _bound = network.Bind(address, this);
        return Task.FromResult(_bound);
    }

    public Task<IMeshConnection> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(network.Dial(this, address));
    }

    /// <summary>Breaks every connection and lets none come about.</summary>
    public void Cut()
    {
        IsCut = true;
        foreach (var connection in _connections)
        {
            connection.Abort();
        }
    }

    public void Mend() => IsCut = false;

    public ValueTask DisposeAsync()
    {
        if (_bound is { } bound)
        {
            network.Release(bound);
        }

        return ValueTask.CompletedTask;
    }

    internal void Add(MemoryConnection connection) => _connections.Add(connection);

    internal void Accept(MemoryConnection connection) => _accept!(connection);
}
