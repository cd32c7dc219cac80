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
    };

    private static readonly (string Adapter, string[] Lines)[] Devices =
    [
        ("davis", ["url = \"tcp://192.168.1.50:22222\""]),
        ("ecowitt", ["mode = \"poll\"", "url = \"http://192.168.1.51\""]),
        ("bme280", ["bus = \"/dev/i2c-1\"", "address = 0x76", "interval_s = 60"]),
        ("mqtt",
        [
            "url = \"mqtt://localhost:1883\"", "username = \"stratum\"", "password = \"secret\"", "preset = \"tasmota\"", "topic = \"tele/{device}/SENSOR\"",
            "timezone = \"Europe/Oslo\"", "temperature_unit = \"C\"", "client_id = \"stratum1\"", "clean_session = false", "qos = 1", "keep_alive_s = 60",
            "status_topic = \"stratum/status\"", "tls_ca_path = \"/etc/stratum/ca.pem\"", "tls_cert_path = \"/etc/stratum/client.pem\"",
            "tls_key_path = \"/etc/stratum/client.key\"", "allow_plain_password = false", "time_path = \"$.time\"",
            "map = [{ path = \"$.t\", reading_type = \"temperature\", unit = \"C\" }]",
        ]),
    ];

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
        var values = new Dictionary<string, string>
        {
            ["adapter"] = "\"http_json\"",
            ["device_id"] = "\"roof-1\"",
            ["latitude"] = "59.9423",
            ["longitude"] = "10.72",
            ["altitude"] = "94.0",
        };
        foreach (var key in SensorKeys.All)
        {
            Comment(text, key);
            var value = values.GetValueOrDefault(key.Name, "\"http\"");
            text.Append(key.Name is "adapter" or "name" ? $"{key.Name} = {value}\n" : $"#{key.Name} = {value}\n");
        }

        text.Append("\n# Further keys of single adapters:\n");
        foreach (var setting in AdapterSetting.All)
        {
            Wrap(text, $"{setting.Name} ({string.Join(", ", setting.Adapters)}): {setting.Meaning}");
        }

        foreach (var (adapter, lines) in Devices)
        {
            var article = adapter == "ecowitt" ? "An" : "A";
            text.Append($"\n# {article} {adapter} device.{(adapter is "mqtt" ? "" : $" No effect yet in this version (comes with {LaterFeature.Adapters}).")}\n");
            text.Append($"#[[sensors]]\n#adapter = \"{adapter}\"\n");
            text.AppendJoin("", lines.Select(line => $"#{line}\n"));
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
