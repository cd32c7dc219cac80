namespace Stratum.Ingest;

/// <summary>Where a broker is and how this client presents itself.</summary>
public sealed record MqttConnectionOptions
{
    /// <summary>What the status topic says while the client is connected.</summary>
    public const string Online = "online";

    /// <summary>What the broker says on the status topic when the client is lost (the will).</summary>
    public const string Offline = "offline";

    /// <summary>Name or address of the broker.</summary>
    public required string Host { get; init; }

    /// <summary>1883 by default, 8883 with TLS.</summary>
    public required int Port { get; init; }

    /// <summary>Whether to use TLS.</summary>
    public bool IsTls { get; init; }

    /// <summary>1..23 letters and digits, which every broker takes; names the session at the broker.</summary>
    public required string ClientId { get; init; }

    /// <summary>User, or null.</summary>
    public string? Username { get; init; }

    /// <summary>Password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>PEM file with the authorities that are trusted, instead of the system's; null: the system's.</summary>
    public string? AuthorityPath { get; init; }

    /// <summary>PEM file of the client's certificate, or null.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>PEM file of its private key, or null.</summary>
    public string? KeyPath { get; init; }

    /// <summary>False: the broker keeps the session and queues while this client is away.</summary>
    public bool IsCleanSession { get; init; }

    /// <summary>Seconds within which something is sent: a broker drops the client after one and a half times this.</summary>
    public int KeepAliveSeconds { get; init; } = 60;

    /// <summary>Topic with a retained "online" or, as the will, "offline"; null: none.</summary>
    public string? StatusTopic { get; init; }

    /// <summary>Largest message: the discovery message of a device with hundreds of entities has some 100 KB.</summary>
    public int MessageBytesMax { get; init; } = 1 << 20;

    /// <summary>Seconds for TCP, TLS and CONNACK, and for the answer to a ping: links over radio take seconds, not tens of seconds.</summary>
    public int AnswerTimeoutSeconds { get; init; } = 10;
}
