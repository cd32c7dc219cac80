using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stratum.Core;
using Stratum.Node.Configuration;

namespace Stratum.Node.Hosting;

/// <summary>The certificate of both HTTP listeners, when [api] tls_cert and tls_key name one.</summary>
internal static class TlsCertificate
{
    public static X509Certificate2? Load(ApiSection api)
    {
        if (api.TlsCert.Length == 0)
        {
            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(api.TlsCert, api.TlsKey.Length > 0 ? api.TlsKey : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StratumException($"[api] tls_cert {api.TlsCert} and tls_key {api.TlsKey} cannot be used: {e.Message}", ExitCode.Usage, e);
        }
    }
}
