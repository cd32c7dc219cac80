using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Stratum.Mesh.Transport;

/// <summary>
/// The TLS settings of both transports: TLS 1.3 only, ALPN stratum/1, a certificate on both ends, no resumption (a resumed session skips
/// the certificate check), no chain, no look-ups. Made anew for each connection: the chain policy collects what the peer sent.
/// </summary>
internal static class TlsOptions
{
    /// <summary>The application protocol; a change that old nodes cannot read gets a new one.</summary>
    public static readonly SslApplicationProtocol Alpn = new("stratum/1");

    // Sent as the server name, which QUIC wants; every node says the same, and nobody reads it.
    private const string ServerName = "stratum";

    /// <summary>For the end that listens.</summary>
    public static SslServerAuthenticationOptions ForListener(NodeCertificate own, PeerCheck check) => new()
    {
        ServerCertificateContext = own.Context,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [Alpn],
        AllowTlsResume = false,
        AllowRenegotiation = false,
        CertificateChainPolicy = NoChain(),
        RemoteCertificateValidationCallback = check.Accepts,
    };

    /// <summary>For the end that dials.</summary>
    public static SslClientAuthenticationOptions ForDialler(NodeCertificate own, PeerCheck check) => new()
    {
        TargetHost = ServerName,
        ClientCertificateContext = own.Context,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [Alpn],
        AllowTlsResume = false,
        AllowRenegotiation = false,
        CertificateChainPolicy = NoChain(),
        RemoteCertificateValidationCallback = check.Accepts,
    };

    /// <summary>Throws <see cref="MeshConnectException"/> for a peer that agreed on no or another protocol.</summary>
    public static void RequireAlpn(SslApplicationProtocol negotiated)
    {
        if (negotiated != Alpn)
        {
            var spoken = negotiated.Protocol.IsEmpty ? "no protocol" : negotiated.ToString();
            throw new MeshConnectException(RefusalReason.UnknownVersion, $"the peer speaks {spoken}, not {Alpn}");
        }
    }

    // An empty root of its own keeps the machine's certificate store out, and nothing is downloaded because a stranger's certificate says so.
    private static X509ChainPolicy NoChain() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };
}
