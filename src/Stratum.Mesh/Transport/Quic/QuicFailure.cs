using System.Net.Quic;
using System.Runtime.Versioning;
using System.Security.Authentication;

namespace Stratum.Mesh.Transport;

/// <summary>Reasons of QUIC's own errors; the rest is <see cref="ConnectFailure"/>.</summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("windows")]
[SupportedOSPlatform("macos")]
internal static class QuicFailure
{
    // RFC 9001, 4.8: a TLS alert is the transport error 0x0100 plus the alert of RFC 8446, section 6.
    private const long CryptoError = 0x100;
    private const long AlertBadCertificate = 42;
    private const long AlertCertificateUnknown = 46;
    private const long AlertAccessDenied = 49;
    private const long AlertCertificateRequired = 116;
    private const long AlertNoApplicationProtocol = 120;

    /// <summary>The reason of a failure, or null when it is none that a peer or a network can cause.</summary>
    public static RefusalReason? ReasonOf(Exception exception, PeerCheck check, HandshakeDeadline deadline) =>
        check.Refusal == RefusalReason.None && exception is QuicException quic ? ReasonOf(quic) : ConnectFailure.ReasonOf(exception, check, deadline);

    /// <summary>Whether the listener's own checks refused the connection: they have counted it themselves.</summary>
    public static bool IsOwnRefusal(Exception exception) =>
        exception is MeshConnectException or AuthenticationException { InnerException: null } || exception.InnerException is MeshConnectException;

    /// <summary>The reason of a handshake that failed inside the listener, which does not say whose it was.</summary>
    public static RefusalReason ReasonOfInbound(Exception exception) => exception switch
    {
        QuicException quic => ReasonOf(quic),
        AuthenticationException { InnerException: QuicException quic } => ReasonOf(quic),
        AuthenticationException => RefusalReason.Malformed,
        OperationCanceledException => RefusalReason.HandshakeTimeout,
        _ => RefusalReason.Unreachable,
    };

    private static RefusalReason ReasonOf(QuicException exception) => exception.QuicError switch
    {
        QuicError.ConnectionAborted or QuicError.StreamAborted => OfPeer(exception.ApplicationErrorCode),
        QuicError.ConnectionTimeout => RefusalReason.Unreachable,
        QuicError.TransportError or QuicError.AlpnInUse => OfAlert(exception.TransportErrorCode),
        _ => RefusalReason.Unreachable,
    };

    private static RefusalReason OfPeer(long? code) => code is > 0 and < RefusalCounters.Reasons ? (RefusalReason)code : RefusalReason.Unreachable;

    private static RefusalReason OfAlert(long? code) => (code - CryptoError) switch
    {
        >= AlertBadCertificate and <= AlertCertificateUnknown or AlertAccessDenied or AlertCertificateRequired => RefusalReason.BadCertificate,
        AlertNoApplicationProtocol => RefusalReason.UnknownVersion,
        _ => RefusalReason.Unreachable,
    };
}
