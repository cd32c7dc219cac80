using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Makes the clients of MQTT brokers.</summary>
/// <param name="listener">Whose rules for drafts, clock and metrics they share.</param>
/// <param name="nodeName">What tells this node's sessions from those of others at the same broker, such as the node id.</param>
/// <param name="newestFirst">Of this node's own observations those of a device and quantity, newest first; read only as far as needed.</param>
public sealed class MqttFactory(HttpIngest listener, string nodeName, Func<string, string, IEnumerable<StoredObservation>> newestFirst) : IIngestAdapterFactory
{
    /// <summary>The value of <c>adapter</c>.</summary>
    public const string AdapterKind = "mqtt";

    // Frames of radio sensors are repeated within a second or two, and none of them measures more often than every ten.
    private static readonly TimeSpan RadioRepeat = TimeSpan.FromSeconds(5);

    // Some brokers deliver a message once for each of the client's filters that match (MQTT 3.1.1, section 4.7.3 allows it); at once, too.
    private static readonly TimeSpan OverlapRepeat = TimeSpan.FromSeconds(1);

    private int _count;

    /// <inheritdoc/>
    public string Kind => AdapterKind;

    /// <inheritdoc/>
    public IReadOnlyList<string> SettingNames =>
    [
        "url", "username", "password", "preset", "topic", "map", "time_path", "timezone", "temperature_unit", "client_id", "clean_session", "qos",
        "keep_alive_s", "status_topic", "tls_ca_path", "tls_cert_path", "tls_key_path", "allow_plain_password",
    ];

    /// <inheritdoc/>
    public IIngestAdapter Create(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var settings = new SensorSettings(sensor, SettingNames);
        var name = settings.NameOr($"{Kind}-{++_count}");
        var reader = MappingSettings.Read(settings, sensor, listener.Memory, listener.Time);
        var seed = $"{nodeName}\n{settings.Text("url")}\n{settings.Text("preset")}\n{settings.Text("topic")}\n{name}";
        var options = ConnectionOf(settings, ClientIdOf(seed));
        var qos = settings.Integer("qos", 1, 0, 2);
        var repeatWindow = reader switch { Rtl433Reader => RadioRepeat, HomeAssistantReader => OverlapRepeat, _ => TimeSpan.Zero };
        var directory = new DeviceDirectory(sensor, reader is Rtl433Reader ? [] : DeviceDirectory.Everything, listener.Memory, listener.Time)
        {
            NameOf = reader is MappedReader || sensor.DeviceId is not { } pattern ? null : draft => NameOf(pattern, draft),
        };
        return new MqttAdapter(listener.Frame(sensor, name, Kind, directory), options, reader, qos, repeatWindow, newestFirst);
    }

    /// <summary>A client id that every broker takes (1..23 letters and digits) and that is the same after every restart.</summary>
    public static string ClientIdOf(string seed) =>
        "stratum" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 8));

    // A device_id in the table names the one device, or says with {device} how those of the broker are named.
    private static string NameOf(string pattern, DeviceDraft draft) => pattern.Contains("{device}", StringComparison.Ordinal)
        ? pattern.Replace("{device}", draft.Draft[TextField.DeviceId] ?? "", StringComparison.Ordinal)
        : pattern + draft.Suffix;

    private static MqttConnectionOptions ConnectionOf(SensorSettings settings, string clientId)
    {
        var url = settings.Required("url", "mqtt://192.168.1.10:1883");
        var options = MqttUrl.TryParse(url, out var endpoint)
            ? endpoint
            : throw settings.Wrong($"url is not of the form mqtt://host:1883 or mqtts://host:8883, without user and path");
        options = options with
        {
            ClientId = settings.Text("client_id") ?? clientId,
            Username = settings.Text("username"),
            Password = settings.Text("password"),
            IsCleanSession = settings.OneOf("clean_session", "false", ["true", "false"]) == "true",
            KeepAliveSeconds = settings.Integer("keep_alive_s", 60, 5, 3600),
            StatusTopic = settings.Text("status_topic"),
            AuthorityPath = settings.Text("tls_ca_path"),
            CertificatePath = settings.Text("tls_cert_path"),
            KeyPath = settings.Text("tls_key_path"),
        };
        var isAllowed = settings.OneOf("allow_plain_password", "false", ["true", "false"]) == "true";
        return MqttUrl.ProblemOf(options, isAllowed) is { } problem ? throw settings.Wrong(problem) : options;
    }
}
