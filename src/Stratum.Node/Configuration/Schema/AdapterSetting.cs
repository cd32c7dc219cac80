namespace Stratum.Node.Configuration;

/// <summary>A key of [[sensors]] that only some adapters have. The adapter itself checks the value.</summary>
/// <param name="Name">The key.</param>
/// <param name="Adapters">The kinds that have it.</param>
/// <param name="Example">A value as a TOML literal.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record AdapterSetting(string Name, IReadOnlyList<string> Adapters, string Example, string Meaning)
{
    /// <summary>Every such key of the adapters that the design names.</summary>
    public static IReadOnlyList<AdapterSetting> All { get; } =
    [
        new("url", ["davis", "ecowitt", "mqtt"], "\"tcp://192.168.1.50:22222\"",
            "Where the device is. davis: tcp://host:22222, serial:///dev/ttyUSB0, or http://host for WeatherLink Live; "
            + "ecowitt with mode = \"poll\": http://host; mqtt: mqtt://host:1883 or mqtts://host:8883."),
        new("mode", ["ecowitt"], "\"push\"", "push: the gateway posts to ingest_listen; poll: the node asks it."),
        new("bus", ["bme280"], "\"/dev/i2c-1\"", "I2C device, or \"iio\" for the kernel's driver."),
        new("address", ["bme280"], "0x76", "I2C address, 0x76 or 0x77."),
        new("interval_s", ["bme280"], "60", "Seconds between measurements."),
        new("username", ["mqtt"], "\"stratum\"", "User at the broker."),
        new("password", ["mqtt"], "\"secret\"", "Its password; better in the environment: STRATUM__SENSORS__0__PASSWORD."),
        new("preset", ["mqtt"], "\"tasmota\"", "Mapping for a well-known kind of device."),
        new("topic", ["mqtt"], "\"garden/+/state\"", "Topic filter, instead of a preset, with mappings of values."),
    ];

    /// <summary>Parts of names whose values are never shown.</summary>
    public static bool IsSecret(string name) =>
        name.Contains("password", StringComparison.Ordinal) || name.Contains("token", StringComparison.Ordinal)
        || name.Contains("secret", StringComparison.Ordinal) || name.EndsWith("key", StringComparison.Ordinal);

    /// <summary>The names that an adapter of this kind is known to have.</summary>
    public static IReadOnlyList<string> NamesOf(string adapter) =>
        [.. All.Where(setting => setting.Adapters.Contains(adapter)).Select(setting => setting.Name)];
}
