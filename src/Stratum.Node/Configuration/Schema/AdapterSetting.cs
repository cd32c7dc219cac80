namespace Stratum.Node.Configuration;

/// <summary>A key of [[sensors]] that only some adapters have. The adapter itself checks the value.</summary>
/// <param name="Name">The key.</param>
/// <param name="Adapters">The kinds that have it.</param>
/// <param name="Example">A value as a TOML literal.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record AdapterSetting(string Name, IReadOnlyList<string> Adapters, string Example, string Meaning)
{
    /// <summary>The value is a file or folder: relative ones count from the folder of the file that names them, as everywhere in the configuration.</summary>
    public bool IsPath { get; init; }

    /// <summary>Every such key of the adapters that the design names.</summary>
    public static IReadOnlyList<AdapterSetting> All { get; } =
    [
        new("url", ["davis", "ecowitt", "mqtt"], "\"tcp://192.168.1.50:22222\"",
            "Where the device is. davis: tcp://host:22222, serial:///dev/ttyUSB0, or http://host for WeatherLink Live; "
            + "ecowitt with mode = \"poll\": http://host; mqtt: mqtt://host:1883 or mqtts://host:8883."),
        new("mode", ["ecowitt"], "\"push\"", "push: the gateway posts to ingest_listen; poll: the node asks it."),
        new("station", ["ecowitt"], "\"ecowitt-0123456789ab\"",
            "With several gateways: the one that this table is for, by the device_id that it has without a table."),
        new("rain_collector", ["davis"], "\"0.2mm\"", "\"0.01in\", \"0.2mm\" or \"0.1mm\"; by default what the console is set to."),
        new("backfill", ["davis"], "true", "Fetch the console's archive since the newest stored reading, at every connection."),
        new("timezone", ["davis", "mqtt"], "\"Europe/Oslo\"", "Time zone of a device that tells local time; by default this machine's."),
        new("bus", ["bme280"], "\"/dev/i2c-1\"", "I2C device, or \"iio\" for the kernel's driver."),
        new("address", ["bme280"], "0x76", "I2C address, 0x76 or 0x77."),
        new("interval_s", ["davis", "ecowitt", "bme280"], "60",
            "Seconds between measurements; for a davis console the least between stored packets of one type, 0 (the default) stores every packet."),
        new("iio_path", ["bme280"], "\"/sys/bus/iio/devices\"", "With bus = \"iio\": where the kernel shows the chip.") { IsPath = true },
        new("oversampling", ["bme280"], "1", "1, 2, 4, 8 or 16 samples a measurement; more warm the chip."),
        new("compensation", ["bme280"], "\"integer\"", "\"integer\" or \"double\": the datasheet's two formulas."),
        new("indoor", ["bme280"], "false", "true signs deployment_type INDOOR."),
        new("temperature_offset", ["bme280"], "-1.5", "Added to the temperature, degrees Celsius: a board warms its chip by 2 to 5."),
        new("humidity_offset", ["bme280"], "0.0", "Added to the humidity, percent."),
        new("pressure_offset", ["bme280"], "0.0", "Added to the pressure, hPa."),
        new("datastreams", ["http_json"], "{ \"7\" = \"garden/temperature\" }",
            "SensorThings Datastreams by @iot.id, openSenseMap sensors by id: device_id, slash, quantity, and a unit behind a space "
            + "where it is not the registry's."),
        new("username", ["mqtt"], "\"stratum\"", "User at the broker."),
        new("password", ["mqtt"], "\"secret\"", "Its password; better in the environment: STRATUM__SENSORS__0__PASSWORD."),
        new("preset", ["mqtt"], "\"tasmota\"",
            "Family of devices: tasmota, zigbee2mqtt, rtl_433, shelly, esphome, homeassistant, meshtastic or wesense (docs/MQTT.md)."),
        new("topic", ["mqtt"], "\"tele/{device}/SENSOR\"",
            "Topic with captured levels; with preset where its devices publish, without one what map reads (docs/MQTT.md)."),
        new("map", ["http_json", "mqtt"], "[{ path = \"$.t\", reading_type = \"temperature\", unit = \"C\" }]",
            "mqtt without a preset: the values of a message, each with path, reading_type, unit or unit_path, suffix, null, counter. http_json: fields of line "
            + "protocol, each with measurement, field, reading_type, unit, suffix, device_tag (docs/ADAPTERS.md)."),
        new("time_path", ["mqtt"], "\"$.time\"", "Without a preset: where the message has its time; else it is stamped at receipt."),
        new("temperature_unit", ["mqtt"], "\"C\"", "C or F, for presets whose topics carry bare numbers."),
        new("client_id", ["mqtt"], "\"stratum1\"", "Name of the session at the broker; by default made from the node's id."),
        new("clean_session", ["mqtt"], "false", "true: the broker forgets messages while the node is away."),
        new("qos", ["mqtt"], "1", "Most that is subscribed with: 0, 1 or 2."),
        new("keep_alive_s", ["mqtt"], "60", "Seconds after which a silent connection is tested, 5 to 3600."),
        new("status_topic", ["mqtt"], "\"stratum/status\"", "Retained topic with \"online\" or, as the will, \"offline\"; by default none."),
        new("tls_ca_path", ["mqtt"], "\"/etc/stratum/ca.pem\"", "With mqtts: PEM file of the trusted authorities, instead of the system's.") { IsPath = true },
        new("tls_cert_path", ["mqtt"], "\"/etc/stratum/client.pem\"", "With mqtts: PEM file of the client's certificate.") { IsPath = true },
        new("tls_key_path", ["mqtt"], "\"/etc/stratum/client.key\"", "With mqtts: PEM file of its key.") { IsPath = true },
        new("allow_plain_password", ["mqtt"], "false", "true: the password may go to another machine without TLS."),
    ];

    /// <summary>Parts of names whose values are never shown.</summary>
    public static bool IsSecret(string name) =>
        name.Contains("password", StringComparison.Ordinal) || name.Contains("token", StringComparison.Ordinal)
        || name.Contains("secret", StringComparison.Ordinal) || name.EndsWith("key", StringComparison.Ordinal);

    /// <summary>The text as the adapter gets it.</summary>
    public static string TextOf(string adapter, string name, Setting setting) =>
        All.Any(known => known.IsPath && known.Name == name && known.Adapters.Contains(adapter)) && SettingTypes.OptionalPath.TryRead(setting, out var path)
            ? path
            : setting.Text;

    /// <summary>The names that an adapter of this kind is known to have.</summary>
    public static IReadOnlyList<string> NamesOf(string adapter) =>
        [.. All.Where(setting => setting.Adapters.Contains(adapter)).Select(setting => setting.Name)];
}
