using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>SHA-256 of a certificate's DER, which the formation proof binds to.</summary>
internal static class CertificateHash
{
    public static Hash256 Of(X509Certificate2 certificate)
    {
        Span<byte> hash = stackalloc byte[Hash256.Size];
        SHA256.HashData(certificate.RawDataMemory.Span, hash);
        return new Hash256(hash);
    }
}
