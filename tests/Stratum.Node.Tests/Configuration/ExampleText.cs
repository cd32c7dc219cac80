using System.Text;
using Stratum.Node.Configuration;

namespace Stratum.Node.Tests.Configuration;

/// <summary>Writes stratum.example.toml from the schema.</summary>
internal static class ExampleText
{
    private const int Width = 120;

    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["node.latitude"] = "59.9423",
        ["node.longitude"] = "10.72",
        ["node.altitude"] = "94.0",
        ["node.position_decimals"] = "3",
    };

    private static readonly Dictionary<string, string> Rules = new(StringComparer.Ordinal)
    {
        ["latitude"] = "59.9423",
        ["longitude"] = "10.72",
        ["altitude"] = "94.0",
        ["position_decimals"] = "3",
        ["deployment"] = "\"outdoor\"",
        ["data_license"] = "\"CC-BY-4.0\"",
        ["sensor_model"] = "\"SHT31\"",
        ["board_model"] = "\"ESP32\"",
        ["calibration_status"] = "\"checked 2026-05\"",
        ["location_source"] = "\"map\"",
        ["node_info"] = "\"north wall, 2 m above grass\"",
        ["node_info_url"] = "\"https://example.org/site\"",
        ["offset"] = "{ temperature = -0.5 }",
        ["scale"] = "{ rain_total = 1.05 }",
    };

    private static readonly (string Adapter, string[] Lines)[] Devices =
    [
        ("davis", ["url = \"tcp://192.168.1.50:22222\"", .. Defaults("rain_collector", "backfill", "timezone")]),
        ("ecowitt", ["mode = \"push\"", .. Defaults("station")]),
        ("ecowitt", ["mode = \"poll\"", "url = \"http://192.168.1.51\"", .. Defaults("interval_s")]),
        ("bme280",
        [
            .. Defaults("bus", "address", "interval_s", "iio_path", "oversampling", "compensation", "indoor"),
            .. Defaults("temperature_offset", "humidity_offset", "pressure_offset"),
        ]),
        ("mqtt",
        [
            "url = \"mqtt://localhost:1883\"",
            .. Defaults("username", "password", "preset", "topic", "map", "time_path", "temperature_unit", "client_id", "clean_session", "qos", "keep_alive_s"),
            .. Defaults("status_topic", "tls_ca_path", "tls_cert_path", "tls_key_path", "allow_plain_password"),
        ]),
    ];

    private static string[] Defaults(params string[] names) =>
        [.. names.Select(name => $"{name} = {AdapterSetting.All.Single(setting => setting.Name == name).Example}")];

    public static string Write()
    {
        var text = new StringBuilder("""
            # Configuration of a Stratum node (TOML 1.0). Every key is here with its default; a line that starts with '#' is not set.
            # Relative paths count from the folder of this file. Environment variables win over this file, flags over both:
            # STRATUM__NETWORK__API_LISTEN=127.0.0.1:8080 sets [network] api_listen.
            # `stratum config check` finds every mistake, `stratum config show` tells where each value comes from.

            """.ReplaceLineEndings("\n"));
        foreach (var section in ConfigurationSchema.Sections)
        {
            text.Append($"\n[{section}]\n");
            foreach (var key in ConfigurationSchema.Keys.Where(key => key.Section == section))
            {
                Comment(text, key);
                text.Append(key.Default.Length > 0 ? $"{key.Name} = {key.Default}\n" : $"#{key.Name} = {Examples[key.Path]}\n");
            }
        }

        WriteSensors(text);
        WriteInterests(text);
        return text.ToString();
    }

    private static void WriteSensors(StringBuilder text)
    {
        text.Append("\n# One [[sensors]] table for each source of readings. This one takes what is posted to ingest_listen.\n[[sensors]]\n");
        var values = new Dictionary<string, string>(Rules)
        {
            ["adapter"] = "\"http_json\"",
            ["name"] = "\"http\"",
            ["device_id"] = "\"roof-1\"",
            ["time"] = "\"device\"",
            ["include"] = "[\"*\"]",
            ["exclude"] = "[\"*-test\"]",
        };
        foreach (var key in SensorKeys.All)
        {
            Comment(text, key);
            text.Append($"{(key.Name is "adapter" or "name" ? "" : "#")}{key.Name} = {values[key.Name]}\n");
        }

        text.AppendJoin("", Defaults("datastreams").Select(line => $"\n#{line}\n"));
        WriteDevices(text);
        text.Append("\n# Further keys of single adapters:\n");
        foreach (var setting in AdapterSetting.All)
        {
            Wrap(text, $"{setting.Name} ({string.Join(", ", setting.Adapters)}): {setting.Meaning}");
        }

        foreach (var (adapter, lines) in Devices)
        {
            var article = adapter == "ecowitt" ? "An" : "A";
            text.Append($"\n# {article} {adapter} device.\n");
            text.Append($"#[[sensors]]\n#adapter = \"{adapter}\"\n");
            text.AppendJoin("", lines.Select(line => $"#{line}\n"));
        }
    }

    private static void WriteDevices(StringBuilder text)
    {
        text.Append("\n# Below a [[sensors]] table: what holds for some of its devices.\n#[[sensors.device]]\n");
        var values = new Dictionary<string, string>(Rules) { ["match"] = "\"Nexus-TH-1-*\"", ["device_id"] = "\"garden\"", ["exclude"] = "false" };
        foreach (var key in DeviceKeys.All)
        {
            // What is the same as in [[sensors]] is explained there.
            if (!SensorKeys.All.Any(same => same.Name == key.Name && same.Meaning == key.Meaning))
            {
                Comment(text, key);
            }

            text.Append($"#{key.Name} = {values[key.Name]}\n");
        }
    }

    private static void WriteInterests(StringBuilder text)
    {
        text.Append("\n# Areas that this node wants from its peers, as a box or as a geohash prefix; none of these tables means everything.\n#[[interest]]\n");
        var values = new Dictionary<string, string> { ["north"] = "60.2", ["south"] = "59.7", ["east"] = "11.1", ["west"] = "10.4", ["geohash"] = "\"u4x\"" };
        foreach (var key in InterestKeys.All)
        {
            Comment(text, key);
            text.Append($"#{(key.Name == "geohash" ? "[[interest]]\n#" : "")}{key.Name} = {values[key.Name]}\n");
        }
    }

    private static void Comment(StringBuilder text, ConfigurationKey key)
    {
        text.Append('\n');
        Wrap(text, key.Meaning);
        Wrap(text, $"{char.ToUpperInvariant(key.TypeName[0])}{key.TypeName[1..]}: {key.Range}.");
        if (key.ComesWith is { } feature)
        {
            Wrap(text, $"No effect yet in this version (comes with {feature}).");
        }
    }

    private static void Wrap(StringBuilder text, string comment)
    {
        var line = new StringBuilder("#");
        foreach (var word in comment.Split(' '))
        {
            if (line.Length + word.Length + 1 > Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append('#');
            }

            line.Append(' ').Append(word);
        }

        text.Append(line).Append('\n');
    }
}
