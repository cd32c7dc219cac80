using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Stratum.Mesh.Transport;

/// <summary>One handshake's certificate check: hands the callback to TLS and keeps what it found.</summary>
internal sealed class PeerCheck
{
    /// <summary>Who the peer is, once the check passed.</summary>
    public PeerIdentity? Peer { get; private set; }

    /// <summary>Why it was refused, or <see cref="RefusalReason.None"/> while nothing was checked or all is well.</summary>
    public RefusalReason Refusal { get; private set; }

    /// <summary>The peer after the handshake. Throws <see cref="MeshConnectException"/> when TLS never asked for a check, which it always does.</summary>
    public PeerIdentity Require() => Peer ?? throw new MeshConnectException(RefusalReason.BadCertificate, "the peer's certificate was not checked");

    /// <summary>The callback. TLS's own verdict is not asked: it knows chains and names, and there are none.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        try
        {
            Refusal = PeerCertificate.Check(certificate as X509Certificate2, chain?.ChainPolicy.ExtraStore, out var peer);
            Peer = peer;
        }
        catch (CryptographicException)
        {
            // A part of the certificate that is read only when asked for cannot be read.
            Refusal = RefusalReason.BadCertificate;
        }

        return Refusal == RefusalReason.None;
    }
}
