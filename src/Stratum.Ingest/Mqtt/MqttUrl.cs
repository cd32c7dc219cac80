using System.Net;

namespace Stratum.Ingest;

/// <summary>Addresses of brokers, and what must hold between them and the credentials.</summary>
public static class MqttUrl
{
    private const int PortPlain = 1883;
    private const int PortTls = 8883;

    /// <summary>Reads mqtt://host[:port] or mqtts://host[:port]. The client id is left empty.</summary>
    public static bool TryParse(string text, out MqttConnectionOptions options)
    {
        options = new MqttConnectionOptions { Host = "", Port = 0, ClientId = "" };
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("mqtt" or "mqtts")
            || url.UserInfo.Length > 0 || url.Host.Length == 0 || url.Port == 0 || url.PathAndQuery is not ("/" or ""))
        {
            return false;
        }

        var isTls = url.Scheme == "mqtts";
        options = options with { Host = url.DnsSafeHost, Port = url.Port > 0 ? url.Port : isTls ? PortTls : PortPlain, IsTls = isTls };
        return true;
    }

    /// <summary>What does not go together, with the key that is wrong.</summary>
    /// <param name="options">How the broker is reached.</param>
    /// <param name="isPlainPasswordAllowed">Whether the password may go to another machine without TLS.</param>
    /// <param name="pathSuffix">How the keys of files end: "_path" in [[sensors]], "" in [mqtt_out].</param>
    public static IEnumerable<(string Key, string Problem)> ProblemsOf(MqttConnectionOptions options, bool isPlainPasswordAllowed, string pathSuffix)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (authority, certificate, key) = ("tls_ca" + pathSuffix, "tls_cert" + pathSuffix, "tls_key" + pathSuffix);
        if (options.Password is not null && options.Username is null)
        {
            yield return ("password", "has password and no username (MQTT 3.1.1 does not allow it)");
        }

        if (options.Password is not null && !options.IsTls && !isPlainPasswordAllowed && !IsLoopback(options.Host))
        {
            yield return (
                "url",
                $"would send its password unencrypted to {options.Host}; use mqtts://, or allow_plain_password = true in a network that you trust");
        }

        if (options.CertificatePath is null != options.KeyPath is null)
        {
            yield return (options.KeyPath is null ? certificate : key, $"needs {certificate} and {key}, or neither");
        }

        if (!options.IsTls && (options.AuthorityPath ?? options.CertificatePath ?? options.KeyPath) is not null)
        {
            yield return (options.AuthorityPath is not null ? authority : options.CertificatePath is not null ? certificate : key,
                "has TLS files, but url is not mqtts://");
        }
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
