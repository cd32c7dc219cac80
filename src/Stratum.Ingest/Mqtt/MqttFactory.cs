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

    /// <inheritdoc/>
    public string Kind => AdapterKind;

    /// <inheritdoc/>
    public IReadOnlyList<string> SettingNames => Names;

    private static readonly string[] Names =
    [
        "url", "username", "password", "preset", "topic", "map", "time_path", "timezone", "temperature_unit", "client_id", "clean_session", "qos",
        "keep_alive_s", "status_topic", "tls_ca_path", "tls_cert_path", "tls_key_path", "allow_plain_password",
    ];

    /// <summary>What is wrong with a table, and what will surprise.</summary>
    public static IReadOnlyList<SettingProblem> Check(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var settings = new SensorSettings(sensor, Names, "map");
        var reader = MappingSettings.Read(settings, new AdapterMemory(null), TimeProvider.System);
        MqttConnectionSettings.Read(settings, ClientIdOf(""));
        if (reader is Rtl433Reader && sensor is { Include: null, Devices.Count: 0 })
        {
            settings.Warn(
                "preset",
                "preset \"rtl_433\" hears the neighbours' sensors, too, so nothing is signed until include or a [[sensors.device]] table names a device; "
                + "`stratum sensors` lists what is heard, with the lines to add");
        }

        return settings.Problems;
    }

    /// <inheritdoc/>
    public IIngestAdapter Create(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var settings = new SensorSettings(sensor, Names, "map");
        var name = settings.Name;
        var reader = MappingSettings.Read(settings, listener.Memory, listener.Time);
        var options = MqttConnectionSettings.Read(settings, ClientIdOf(SeedOf(nodeName, sensor)));
        settings.ThrowIfWrong();
        var repeatWindow = reader switch { Rtl433Reader => RadioRepeat, HomeAssistantReader => OverlapRepeat, _ => TimeSpan.Zero };
        var directory = new DeviceDirectory(sensor, reader is Rtl433Reader ? [] : DeviceDirectory.Everything, listener.Memory, listener.Time)
        {
            NameOf = reader is MappedReader || sensor.DeviceId is not { } pattern ? null : draft => NameOf(pattern, draft),
        };
        var qos = MqttConnectionSettings.Qos(settings);
        return new MqttAdapter(listener.Frame(sensor, name, Kind, directory), options, reader!, qos, repeatWindow, newestFirst);
    }

    /// <summary>What a table's session at the broker is told from others by.</summary>
    internal static string SeedOf(string nodeName, SensorOptions sensor)
    {
        var settings = sensor.Settings;
        var (url, preset, topic) = (settings.GetValueOrDefault("url"), settings.GetValueOrDefault("preset"), settings.GetValueOrDefault("topic"));
        return $"{nodeName}\n{url}\n{preset}\n{topic}\n{SensorSettings.NameOf(sensor)}";
    }

    /// <summary>A client id that every broker takes (1..23 letters and digits) and that is the same after every restart.</summary>
    public static string ClientIdOf(string seed) =>
        "stratum" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 8));

    // A device_id in the table names the one device, or says with {device} how those of the broker are named.
    private static string NameOf(string pattern, DeviceDraft draft) => pattern.Contains("{device}", StringComparison.Ordinal)
        ? pattern.Replace("{device}", draft.Draft[TextField.DeviceId] ?? "", StringComparison.Ordinal)
        : pattern + draft.Suffix;
}
