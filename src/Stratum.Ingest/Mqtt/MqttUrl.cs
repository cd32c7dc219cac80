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
            || url.UserInfo.Length > 0 || url.Host.Length == 0 || url.PathAndQuery is not ("/" or ""))
        {
            return false;
        }

        var isTls = url.Scheme == "mqtts";
        options = options with { Host = url.DnsSafeHost, Port = url.Port > 0 ? url.Port : isTls ? PortTls : PortPlain, IsTls = isTls };
        return true;
    }

    /// <summary>What does not go together, or null.</summary>
    public static string? ProblemOf(MqttConnectionOptions options, bool isPlainPasswordAllowed)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Password is not null && options.Username is null)
        {
            return "has password and no username (MQTT 3.1.1 does not allow it)";
        }

        if (options.Password is not null && !options.IsTls && !isPlainPasswordAllowed && !IsLoopback(options.Host))
        {
            return $"would send its password unencrypted to {options.Host}; use mqtts://, or allow_plain_password = true in a network that you trust";
        }

        if (options.CertificatePath is null != options.KeyPath is null)
        {
            return "needs tls_cert_path and tls_key_path, or neither";
        }

        return !options.IsTls && (options.AuthorityPath ?? options.CertificatePath) is not null ? "has TLS files, but url is not mqtts://" : null;
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
