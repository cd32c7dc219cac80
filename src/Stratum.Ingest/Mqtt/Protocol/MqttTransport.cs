using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Stratum.Ingest;

/// <summary>The byte stream to a broker: TCP, with TLS where it is asked for.</summary>
internal static class MqttTransport
{
    public static async Task<Stream> OpenAsync(MqttConnectionOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken).ConfigureAwait(false);
            var plain = new NetworkStream(socket, ownsSocket: true);
            return options.IsTls ? await SecureAsync(plain, options, cancellationToken).ConfigureAwait(false) : plain;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new DeviceException(
                $"the broker {options.Host}:{options.Port} cannot be reached ({e.Message}): check url, and that the broker listens there", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> SecureAsync(Stream plain, MqttConnectionOptions options, CancellationToken cancellationToken)
    {
        var secured = new SslStream(plain);
        try
        {
            await secured.AuthenticateAsClientAsync(TlsOptionsOf(options), cancellationToken).ConfigureAwait(false);
            return secured;
        }
        catch (AuthenticationException e)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw new DeviceException(
                $"the certificate of {options.Host}:{options.Port} is not accepted: {e.Message}; give the broker's authority in tls_ca_path, "
                + "and in url the name that the certificate has",
                e);
        }
    }

    private static SslClientAuthenticationOptions TlsOptionsOf(MqttConnectionOptions options)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = options.Host };
        if (options.AuthorityPath is { } authorityPath)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(authorityPath);
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                // Authorities of a home or a station publish no revocation lists.
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (options is { CertificatePath: { } certificatePath, KeyPath: { } keyPath })
        {
            using var read = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
            // SslStream wants a key that the platform holds: by way of PKCS #12, as the documentation of CreateFromPemFile says.
            var certificate = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
            tls.ClientCertificates = [certificate];
        }

        return tls;
    }
}
