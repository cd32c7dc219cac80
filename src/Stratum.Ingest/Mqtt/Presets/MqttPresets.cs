namespace Stratum.Ingest;

/// <summary>The families of devices that are known by name.</summary>
internal static class MqttPresets
{
    private static readonly (string Name, Func<MqttReaderOptions, IMqttReader> Create)[] All =
    [
        ("tasmota", options => new TasmotaReader(options)),
        ("zigbee2mqtt", options => new Zigbee2MqttReader(options)),
        ("rtl_433", options => new Rtl433Reader(options)),
        ("shelly", options => new ShellyReader(options)),
        ("esphome", options => new EspHomeReader(options)),
        ("homeassistant", options => new HomeAssistantReader(options)),
        ("meshtastic", options => new MeshtasticReader(options)),
        ("wesense", options => new WeSenseReader(options)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(preset => preset.Name)];

    public static IMqttReader Create(string name, MqttReaderOptions options) => All.First(preset => preset.Name == name).Create(options);
}
