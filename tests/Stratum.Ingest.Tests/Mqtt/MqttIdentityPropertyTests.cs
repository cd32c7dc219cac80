using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>
/// A series belongs to one physical sensor for ever: whichever members of a message are taken out, put in or moved, those that stay are signed under the
/// names that they had. Every value of a message is made another one, so that a value tells whose it is.
/// </summary>
public sealed class MqttIdentityPropertyTests
{
    private const int Seed = 20_261_125;
    private const int Rounds = 60;

    private static readonly Dictionary<string, string> Presets = new(StringComparer.Ordinal)
    {
        ["shelly-gen2"] = "shelly",
        ["home-assistant-discovery"] = "",
    };

    private static readonly HashSet<string> Identities = new(StringComparer.Ordinal) { "id", "channel", "from", "ts", "timestamp", "to", "Endpoint", "sender" };

    // Messages with more sensors than the captures have.
    private static readonly (string Preset, string Topic, string Payload)[] More =
    [
        ("tasmota", "tele/x/SENSOR", """
            {"Time":"2026-11-25T15:44:00","DS18B20-1":{"Id":"0301A2798A17","Temperature":4},"DS18B20-2":{"Id":"0301A279CC42","Temperature":5},
             "BME280-76":{"Temperature":6,"Humidity":7,"Pressure":1008},"BME280-77":{"Temperature":9,"Humidity":10,"Pressure":1011},
             "ATC-a1b2c3":{"mac":"a4c138a1b2c3","Temperature":12,"Humidity":13},"PMS5003":{"PM1":14,"PM2.5":15,"PM10":16},
             "MHZ19B":{"CarbonDioxide":417,"Temperature":18},"TX23":{"Speed":{"Act":19,"Max":20},"Dir":{"Deg":21}},"RG-15":{"Total":22,"FlowRate":23},
             "TempUnit":"C","PressureUnit":"hPa"}
            """),
        ("tasmota", "tele/zb/SENSOR", """
            {"ZbReceived":{"A":{"Device":"0x1A","Name":"A","Temperature":4,"Humidity":5},"0x2B":{"Device":"0x2B","Temperature":6,"Endpoint":2},
             "0x3C":{"Device":"0x3C","Temperature":7}}}
            """),
        ("rtl_433", "rtl_433/h/events", """
            {"model":"M","id":"9","temperature_C":4,"temperature_1_C":5,"temperature_2_C":6,"humidity":7,"humidity_1":8,"wind_avg_m_s":9,"wind_max_m_s":10,
             "uvi":11,"light_lux":12,"storm_dist_km":13,"strike_count":14,"rain_mm":15,"moisture":16}
            """),
        ("shelly", "s/events/rpc", """
            {"params":{"temperature:0":{"tC":4},"temperature:1":{"tC":5},"temperature:100":{"tC":6},"humidity:0":{"rh":7},"humidity:1":{"rh":8}}}
            """),
        ("zigbee2mqtt", "zigbee2mqtt/d", """
            {"temperature":4,"temperature_1":5,"temperature_l2":6,"humidity":7,"humidity_2":8,"pressure":1009,"soil_temperature":10,"pm25":11,"pm10":12}
            """),
        ("meshtastic", "msh/X/2/json/c/!g", """
            {"from":1,"type":"telemetry","payload":{"temperature":4,"relative_humidity":5,"barometric_pressure":1006,"lux":7,"wind_speed":8,"wind_gust":9,
             "soil_temperature":10,"pm10":11,"pm25":12,"pm100":13}}
            """),
    ];

    [Fact]
    public void Members_TakenOutAddedOrMoved_LeaveTheNamesOfTheOthers()
    {
        var messages = More.Concat(Captures()).Concat(FieldCases()).ToList();
        Assert.True(messages.Count > 15);
        foreach (var (preset, topic, payload) in messages)
        {
            Check(preset, topic, payload);
        }
    }

    [Fact]
    public void Entities_AnnouncedInAnyOrderAndNumber_HaveTheirOwnNames()
    {
        string[] announcements =
        [
            """{"uniq_id":"A-tempc","dev_cla":"temperature","dev":{"ids":["A"]},"stat_t":"T","val_tpl":"{{ value_json.v0 }}"}""",
            """{"uniq_id":"A-hum","dev_cla":"humidity","dev":{"ids":["A"]},"stat_t":"T","val_tpl":"{{ value_json.v1 }}"}""",
            """{"uniq_id":"A-temp-2","dev_cla":"temperature","dev":{"ids":["A"]},"stat_t":"T","val_tpl":"{{ value_json.v2 }}"}""",
            """{"uniq_id":"B_temperature","dev_cla":"temperature","dev":{"ids":["B"]},"stat_t":"+","val_tpl":"{{ value_json.v3 }}"}""",
            """{"uniq_id":"kit1","dev_cla":"temperature","stat_t":"T","val_tpl":"{{ value_json.v4 }}"}""",
            """{"dev_cla":"temperature","stat_t":"#","val_tpl":"{{ value_json.v5 }}"}""",
        ];
        string[] names = ["A", "A", "A-2", "B", "kit1", "n-o5"];
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var reader = new HomeAssistantReader(new MqttReaderOptions(TimeZoneInfo.Utc));
            var known = new HashSet<int>();
            for (var step = 0; step < 20; step++)
            {
                var at = random.Next(announcements.Length);
                var isThere = random.Next(3) > 0;
                Read(reader, $"homeassistant/sensor/n/o{at}/config", isThere ? announcements[at] : "");
                _ = isThere ? known.Add(at) : known.Remove(at);

                var drafts = Read(reader, "T", """{"v0":10,"v1":11,"v2":12,"v3":13,"v4":14,"v5":15}""").Drafts;

                Assert.Equal(
                    known.Order().Select(one => $"{names[one]} {10 + one}"),
                    drafts.OrderBy(draft => draft.Value).Select(draft => FormattableString.Invariant($"{draft[TextField.DeviceId]} {draft.Value}")));
            }
        }
    }

    private static void Check(string preset, string topic, string payload)
    {
        var random = new Random(Seed);
        var whole = JsonNode.Parse(payload)!;
        var number = 0;
        MakeDistinct(whole, ref number);
        var expected = Mapping(preset, topic, whole);
        Assert.NotEmpty(expected);
        for (var round = 0; round < Rounds; round++)
        {
            var changed = Changed(whole, random);
            foreach (var (value, name) in Mapping(preset, topic, changed))
            {
                var isSame = expected.TryGetValue(value, out var before) && before == name;
                Assert.True(isSame, $"seed {Seed} round {round} {preset}: {value} was {before}, is {name}\n{changed}");
            }
        }
    }

    // Each number of a sensor another one, all of them plausible; what names and units say stays.
    private static void MakeDistinct(JsonNode node, ref int number)
    {
        if (node is not JsonObject parent)
        {
            return;
        }

        foreach (var (key, value) in parent.ToList())
        {
            if (key == "tF")
            {
                // The same sensor's value as tC in another unit: read where tC is not.
                parent.Remove(key);
            }
            else if (value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.Number && !Identities.Contains(key))
            {
                parent[key] = 20.25 + (0.25 * number++);
            }
            else if (value is JsonObject child)
            {
                MakeDistinct(child, ref number);
            }
        }
    }

    // Members leave and change their places; those that name the device or its units stay.
    private static JsonNode Changed(JsonNode node, Random random)
    {
        if (node is not JsonObject parent)
        {
            return node.DeepClone();
        }

        var changed = new JsonObject();
        foreach (var (key, value) in parent.OrderBy(_ => random.Next()).ToList())
        {
            var stays = Identities.Contains(key) || value is JsonValue { } text && text.GetValueKind() == JsonValueKind.String || key is "params" or "payload";
            if (stays || random.Next(3) > 0)
            {
                changed[key] = value is null ? null : Changed(value, random);
            }
        }

        return changed;
    }

    // Whose a value is: its name in the unit of the device.
    private static Dictionary<double, string> Mapping(string preset, string topic, JsonNode payload)
    {
        var reader = MqttPresets.Create(preset, new MqttReaderOptions(TimeZoneInfo.Utc));
        return Read(reader, topic, payload.ToJsonString()).Drafts.ToDictionary(
            draft => draft.Value!.Value, draft => $"{draft[TextField.DeviceId]} {draft[TextField.ReadingType]} {draft[TextField.DeploymentType]}");
    }

    private static IEnumerable<(string Preset, string Topic, string Payload)> Captures()
    {
        foreach (var line in Capture.Text("mqtt", "samples.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var sample = JsonDocument.Parse(line);
            var family = sample.RootElement.GetProperty("family").GetString()!;
            var preset = Presets.GetValueOrDefault(family, family);
            var payload = sample.RootElement.GetProperty("payload").GetString()!;
            if (MqttPresets.Names.Contains(preset) && payload.StartsWith('{'))
            {
                yield return (preset, sample.RootElement.GetProperty("topic").GetString()!, payload);
            }
        }
    }

    private static IEnumerable<(string Preset, string Topic, string Payload)> FieldCases() =>
        from one in new[]
        {
            ("02-tasmota-probe-lost", "tasmota"), ("03-tasmota-renumbered", "tasmota"), ("08-meshtastic-zeros", "meshtastic"), ("10-rtl433-uv", "rtl_433"),
            ("12-neighbours-radio", "rtl_433"),
        }
        from message in FieldCase.Messages(one.Item1)
        select (one.Item2, message.Topic, message.Payload);

    private static MqttReadings Read(IMqttReader reader, string topic, string payload)
    {
        var readings = new MqttReadings();
        using var message = MqttMessage.Open(topic, Encoding.UTF8.GetBytes(payload), isRetained: false);
        reader.Read(message, readings);
        return readings;
    }
}
