namespace Stratum.Node.Configuration;

/// <summary>Keys of [mqtt_out].</summary>
internal static class MqttOutKeys
{
    private static readonly KeySection<MqttOutSection> Out = new("mqtt_out", o => o.MqttOut, (o, s) => o with { MqttOut = s });

    private static readonly TextType Url = new("mqtt://host:1883 or mqtts://host:8883, or \"\" for none", text =>
        text.Length == 0 || Ingest.MqttUrl.TryParse(text, out _));

    private static readonly TextType Levels = new("topic levels of at most 128 characters, without + and #", IsLevels);

    private static readonly TextType OptionalLevels = new("topic levels of at most 128 characters, without + and #, or \"\" for none", text =>
        text.Length == 0 || IsLevels(text));

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<BoundKey<StratumOptions>> All { get; } =
    [
        Out.Key("url", Url, s => s.Url, (s, v) => s with { Url = v },
            "MQTT broker at which stored observations are published; empty: nothing is published."),
        Out.Key("username", TextType.Any, s => s.Username, (s, v) => s with { Username = v }, "User at the broker; empty: none."),
        Out.Key("password", TextType.Any, s => s.Password, (s, v) => s with { Password = v },
            "Its password; better in the environment: STRATUM__MQTT_OUT__PASSWORD."),
        Out.Key("allow_plain_password", SettingTypes.Boolean, s => s.AllowPlainPassword, (s, v) => s with { AllowPlainPassword = v },
            "Whether the password may go to another machine without TLS; only in a network that you trust."),
        Out.Key("topic_prefix", Levels, s => s.TopicPrefix, (s, v) => s with { TopicPrefix = v },
            "First levels of the topics: prefix/node/device_id/reading_type."),
        Out.Key("discovery_prefix", OptionalLevels, s => s.DiscoveryPrefix, (s, v) => s with { DiscoveryPrefix = v },
            "Where Home Assistant looks for discovery messages, so that stations show up there by themselves; empty: none are published."),
        Out.Key("scope", TextType.OneOf("own", "all"), s => s.Scope, (s, v) => s with { Scope = v },
            "own: what this node signed; all: everything that it stores, from the mesh as well, which may be thousands of stations."),
        Out.Key("tls_ca", SettingTypes.OptionalPath, s => s.TlsCa, (s, v) => s with { TlsCa = v },
            "PEM file of the authorities that are trusted, for mqtts; empty: the system's."),
        Out.Key("tls_cert", SettingTypes.OptionalPath, s => s.TlsCert, (s, v) => s with { TlsCert = v },
            "PEM file of the client's certificate, where the broker asks for one. Give tls_cert and tls_key, or neither."),
        Out.Key("tls_key", SettingTypes.OptionalPath, s => s.TlsKey, (s, v) => s with { TlsKey = v }, "PEM private key of tls_cert."),
    ];

    private static bool IsLevels(string text) =>
        text.Length is > 0 and <= 128 && text[0] != '/' && text[0] != '$' && text[^1] != '/' && !text.Any(c => c is '+' or '#' || char.IsControl(c));
}
