using System.Net;

namespace Stratum.Mesh.Transport;

/// <summary>A way to carry links: QUIC, TLS over TCP, or the simulator's.</summary>
internal interface IMeshTransport : IAsyncDisposable
{
    /// <summary>"quic" or "tcp", as /peers shows it.</summary>
    string Name { get; }

    /// <summary>
    /// Listens and hands every connection whose peer proved its node id by its certificate to <paramref name="onConnection"/>, which
    /// owns it. Returns once the port is bound; port 0 lets the system choose. Throws <see cref="Core.StratumException"/> when it cannot.
    /// </summary>
    Task<IPEndPoint> ListenAsync(IPEndPoint address, Action<IMeshConnection> onConnection, CancellationToken cancellationToken);

    /// <summary>Dials. Throws <see cref="MeshConnectException"/> with a <see cref="RefusalReason"/> when the peer cannot be reached or proves
    /// nothing.</summary>
    Task<IMeshConnection> DialAsync(IPEndPoint address, CancellationToken cancellationToken);
}
