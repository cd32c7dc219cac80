using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Stratum.Mesh.Transport;

/// <summary>Turns what the network and TLS throw during a handshake into a reason; both transports and both ends use it.</summary>
internal static class ConnectFailure
{
    /// <summary>The reason of a failure, or null when it is none that a peer or a network can cause.</summary>
    public static RefusalReason? ReasonOf(Exception exception, PeerCheck check, HandshakeDeadline deadline) => exception switch
    {
        _ when check.Refusal != RefusalReason.None => check.Refusal,
        MeshConnectException known => known.Reason,
        OperationCanceledException when deadline.HasPassed => RefusalReason.HandshakeTimeout,
        AuthenticationException => RefusalReason.Malformed,
        IOException { InnerException: MeshConnectException known } => known.Reason,
        IOException or SocketException or ObjectDisposedException => RefusalReason.Unreachable,
        _ => null,
    };

    /// <summary>The exception of a failed dial; itself when it is not the peer's or the network's doing.</summary>
    public static Exception OfDial(Exception exception, RefusalReason? reason, string transport, IPEndPoint address) => reason is { } known
        ? new MeshConnectException(known, $"no {transport} connection with {address}: {Explain(known, exception)}", exception)
        : exception;

    private static string Explain(RefusalReason reason, Exception exception) => reason switch
    {
        RefusalReason.BadCertificate => "the certificate is not one of a Stratum node, or this node's was refused",
        RefusalReason.WrongIdentity => "the node id in the certificate did not sign its key",
        RefusalReason.HandshakeTimeout => "the handshake took too long",
        _ => exception.Message,
    };
}
