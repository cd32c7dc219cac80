namespace Stratum.Ingest;

/// <summary>Reads how the broker of a [[sensors]] table is reached.</summary>
internal static class MqttConnectionSettings
{
    // MQTT-3.1.3-5 asks servers for 23 characters; those in use take far more, and a name that long helps nobody.
    private const int ClientIdCharactersMax = 128;

    public static MqttConnectionOptions Read(SensorSettings settings, string clientId)
    {
        var url = settings.Required("url", "mqtt://192.168.1.10:1883");
        var isKnown = MqttUrl.TryParse(url, out var options);
        if (!isKnown)
        {
            settings.Wrong("url", $"url is \"{Excerpt.Of(url)}\"; accepted are mqtt://host:1883 and mqtts://host:8883, without user and path");
        }

        if (!isKnown || settings.Text("url") is null)
        {
            // Nothing that a right url may mend is reported beside it.
            options = options with { IsTls = true };
        }

        _ = Qos(settings);
        options = options with
        {
            ClientId = ClientId(settings) ?? clientId,
            Username = settings.Text("username"),
            Password = settings.Text("password"),
            IsCleanSession = settings.Flag("clean_session", false),
            KeepAliveSeconds = settings.Integer("keep_alive_s", 60, 5, 3600),
            StatusTopic = StatusTopic(settings),
            AuthorityPath = settings.File("tls_ca_path"),
            CertificatePath = settings.File("tls_cert_path"),
            KeyPath = settings.File("tls_key_path"),
        };
        foreach (var (key, problem) in MqttUrl.ProblemsOf(options, settings.Flag("allow_plain_password", false), "_path"))
        {
            settings.Wrong(key, problem);
        }

        return options;
    }

    /// <summary>The most that is subscribed with.</summary>
    public static int Qos(SensorSettings settings) => settings.Integer("qos", 1, 0, 2);

    private static string? ClientId(SensorSettings settings)
    {
        if (settings.Text("client_id") is { } text && (text.Length > ClientIdCharactersMax || text.Any(char.IsControl)))
        {
            settings.Wrong("client_id", $"client_id is \"{Excerpt.Of(text)}\"; accepted are at most {ClientIdCharactersMax} characters, no control characters");
        }

        return settings.Text("client_id");
    }

    private static string? StatusTopic(SensorSettings settings)
    {
        if (settings.Text("status_topic") is { } text && text.AsSpan().IndexOfAny("+#\0") >= 0)
        {
            settings.Wrong("status_topic", $"status_topic is \"{Excerpt.Of(text)}\"; accepted is a topic, which has no + and no #");
        }

        return settings.Text("status_topic");
    }
}
