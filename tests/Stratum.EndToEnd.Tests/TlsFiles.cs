using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Stratum.EndToEnd.Tests;

/// <summary>A certificate and its key beside a node's configuration.</summary>
internal static class TlsFiles
{
    /// <summary>The keys of [api] that name them.</summary>
    public const string Keys = "tls_cert = \"tls.crt\"\ntls_key = \"tls.key\"\n";

    public static void Write(NodeDirectory directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(directory.Root, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory.Root, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
