using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Support;

/// <summary>The transports with sockets that this machine has; QUIC is left out where there is none (RealTransportTests prints why).</summary>
internal static class SocketModes
{
    public static TheoryData<MeshTransportMode> All => QuicSupport.IsSupported
        ? new TheoryData<MeshTransportMode>(MeshTransportMode.Tcp, MeshTransportMode.Quic)
        : new TheoryData<MeshTransportMode>(MeshTransportMode.Tcp);

    public static TransportKind KindOf(MeshTransportMode mode) => mode == MeshTransportMode.Quic ? TransportKind.Quic : TransportKind.Tcp;
}
