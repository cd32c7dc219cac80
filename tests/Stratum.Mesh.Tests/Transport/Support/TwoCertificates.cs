using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>A certificate that would be good alone, and the one that issued it; .NET sends the issuer along only when it is no root.</summary>
internal static class TwoCertificates
{
    private static readonly DateTimeOffset NotAfter = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static SslStreamCertificateContext Create(NodeKey key)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var tlsKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuer = new CertificateRequest("CN=issuer", issuerKey, HashAlgorithmName.SHA256);
        issuer.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var leaf = new CertificateRequest("CN=stratum", tlsKey, HashAlgorithmName.SHA256);
        var identity = IdentityExtension.Write(key, tlsKey.ExportSubjectPublicKeyInfo());
        leaf.CertificateExtensions.Add(new X509Extension(IdentityExtension.Oid, identity, critical: false));

        var issuerCertificate = Issue(issuer, "CN=root", rootKey, 1);
        var leafCertificate = Issue(leaf, "CN=issuer", issuerKey, 2).CopyWithPrivateKey(tlsKey);
        var context = SslStreamCertificateContext.Create(leafCertificate, [issuerCertificate], offline: true);
        Assert.Single(context.IntermediateCertificates);
        return context;
    }

    private static X509Certificate2 Issue(CertificateRequest request, string issuerName, ECDsa issuerKey, byte serial) => request.Create(
        new X500DistinguishedName(issuerName), X509SignatureGenerator.CreateForECDsa(issuerKey), DateTimeOffset.UnixEpoch, NotAfter, [serial]);
}
