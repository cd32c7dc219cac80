using Stratum.Ingest;

namespace Stratum.Node.Configuration;

/// <summary>[mqtt_out]: a broker at which stored observations are published.</summary>
internal sealed record MqttOutSection
{
    /// <summary>mqtt://host[:port] or mqtts://host[:port]; empty: nothing is published.</summary>
    public string Url { get; init; } = "";

    /// <summary>User at the broker.</summary>
    public string Username { get; init; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; init; } = "";

    /// <summary>Whether the password may go to another machine unencrypted.</summary>
    public bool AllowPlainPassword { get; init; }

    /// <summary>First levels of every topic.</summary>
    public string TopicPrefix { get; init; } = "stratum";

    /// <summary>First levels of Home Assistant's discovery topics; empty: no discovery.</summary>
    public string DiscoveryPrefix { get; init; } = "homeassistant";

    /// <summary>own or all; own, because a mesh of thousands of stations would flood a home.</summary>
    public string Scope { get; init; } = "own";

    /// <summary>PEM file of trusted authorities, a full path once loaded; empty: the system's.</summary>
    public string TlsCa { get; init; } = "";

    /// <summary>PEM file of the client's certificate, a full path once loaded.</summary>
    public string TlsCert { get; init; } = "";

    /// <summary>PEM file of its key, a full path once loaded.</summary>
    public string TlsKey { get; init; } = "";

    /// <summary>How the broker is reached, without a client id; null when no url is set.</summary>
    public MqttConnectionOptions? Connection() => MqttUrl.TryParse(Url, out var connection)
        ? connection with
        {
            Username = NullIfEmpty(Username),
            Password = NullIfEmpty(Password),
            AuthorityPath = NullIfEmpty(TlsCa),
            CertificatePath = NullIfEmpty(TlsCert),
            KeyPath = NullIfEmpty(TlsKey),
        }
        : null;

    /// <summary>What does not go together, with the key that is wrong.</summary>
    public IEnumerable<(string Key, string Problem)> Problems() =>
        Connection() is { } connection ? MqttUrl.ProblemsOf(connection, AllowPlainPassword, "") : [];

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
