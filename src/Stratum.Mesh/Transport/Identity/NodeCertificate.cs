using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>
/// This node's TLS certificate: a fresh P-256 key, self-signed, with the <see cref="IdentityExtension"/>. It lives as long as the
/// process; nothing of it is written to disk.
/// </summary>
internal sealed class NodeCertificate : IDisposable
{
    // RFC 5280, 4.1.2.5: a certificate without a meaningful end says 9999-12-31. No node looks at the dates: a Pi without a clock boots in 1970.
    private static readonly DateTimeOffset NotAfter = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    internal NodeCertificate(X509Certificate2 certificate, NodeId nodeId)
    {
        NodeId = nodeId;
        Certificate = certificate;
        Hash = CertificateHash.Of(certificate);
        Context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    }

    /// <summary>The node that it names.</summary>
    public NodeId NodeId { get; }

    /// <summary>SHA-256 of the certificate (DER), for the formation proof.</summary>
    public Hash256 Hash { get; }

    /// <summary>The certificate with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The same as SslStream and QUIC want it.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>Makes a certificate for a node.</summary>
    public static NodeCertificate Create(NodeKey key)
    {
        using var tlsKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var extension = IdentityExtension.Write(key, tlsKey.ExportSubjectPublicKeyInfo());
        return new NodeCertificate(SelfSigned(tlsKey, extension), key.NodeId);
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    /// <summary>A self-signed certificate; null leaves the extension out, which only tests of the refusal do.</summary>
    internal static X509Certificate2 SelfSigned(ECDsa tlsKey, byte[]? extension)
    {
        // The name says nothing: who is meant stands in the extension.
        var request = new CertificateRequest("CN=stratum", tlsKey, HashAlgorithmName.SHA256);
        if (extension is not null)
        {
            request.CertificateExtensions.Add(new X509Extension(IdentityExtension.Oid, extension, critical: false));
        }

        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, NotAfter);
    }
}
