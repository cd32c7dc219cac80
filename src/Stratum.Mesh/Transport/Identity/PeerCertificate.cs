using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>
/// Checks what a peer presented. TLS itself proved that the peer holds the certificate's key; what is left is that the node
/// whose id it carries signed that key. Dates, names, issuers and the self-signature mean nothing here.
/// </summary>
internal static class PeerCertificate
{
    // SubjectPublicKeyInfo of an uncompressed P-256 point (RFC 5480): everything before the 64 bytes of x and y. One kind of key, so
    // that a stranger cannot have us compute with one of 16,384 bits.
    private static ReadOnlySpan<byte> P256Prefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
        0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>
    /// <see cref="RefusalReason.None"/> and the peer's identity, or why it is refused. <paramref name="sent"/> is every certificate
    /// that came, with or without the first one among them: platforms differ.
    /// </summary>
    public static RefusalReason Check(X509Certificate2? certificate, X509Certificate2Collection? sent, out PeerIdentity? peer)
    {
        peer = null;
        if (certificate is null || !IsOnly(certificate, sent) || !TryReadExtension(certificate, out var nodeId, out var signature))
        {
            return RefusalReason.BadCertificate;
        }

        if (!TryReadP256(certificate, out var subjectPublicKeyInfo))
        {
            return RefusalReason.BadCertificate;
        }

        if (!IdentityExtension.Verify(subjectPublicKeyInfo, nodeId, signature))
        {
            return RefusalReason.WrongIdentity;
        }

        peer = new PeerIdentity(nodeId, CertificateHash.Of(certificate));
        return RefusalReason.None;
    }

    private static bool IsOnly(X509Certificate2 certificate, X509Certificate2Collection? sent)
    {
        if (sent is null)
        {
            return true;
        }

        foreach (var other in sent)
        {
            if (!other.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span))
            {
                return false;
            }
        }

        return sent.Count <= 1;
    }

    private static bool TryReadExtension(X509Certificate2 certificate, out NodeId nodeId, out Signature signature)
    {
        X509Extension? found = null;
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == IdentityExtension.Oid)
            {
                if (found is not null)
                {
                    found = null;
                    break;
                }

                found = extension;
            }
        }

        nodeId = default;
        signature = default;
        return found is not null && IdentityExtension.TryRead(found.RawData, out nodeId, out signature);
    }

    private static bool TryReadP256(X509Certificate2 certificate, out byte[] subjectPublicKeyInfo)
    {
        try
        {
            subjectPublicKeyInfo = certificate.PublicKey.ExportSubjectPublicKeyInfo();
        }
        catch (CryptographicException)
        {
            subjectPublicKeyInfo = [];
        }

        return subjectPublicKeyInfo.Length == P256Prefix.Length + 64 && subjectPublicKeyInfo.AsSpan().StartsWith(P256Prefix);
    }
}
