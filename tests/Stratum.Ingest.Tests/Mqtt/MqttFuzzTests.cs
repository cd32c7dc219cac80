using System.Text;
using System.Text.Json;

namespace Stratum.Ingest.Tests;

public sealed class MqttFuzzTests
{
    private const int Seed = 20_261_121;
    private const int Rounds = 20_000;

    [Fact]
    public async Task Packets_Mutated_AreReadOrRefused()
    {
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = (byte[])
            [
                .. MqttPacketWriter.Publish("tele/a/SENSOR", "{\"a\":1}"u8, random.Next(3), random.Next(2) == 0, 7),
                .. MqttPacketWriter.Acknowledgement(MqttPacketType.PublishRelease, 9), .. MqttPacketWriter.Empty(MqttPacketType.PingResponse),
            ];
            Mutate(bytes, random);
            var reader = new MqttPacketReader(new MemoryStream(bytes), 64);
            try
            {
                while (await reader.ReadAsync(CancellationToken.None) is { } packet)
                {
                    Assert.InRange(packet.Body.Length, 0, 64);
                    _ = packet.Type == MqttPacketType.Publish ? MqttPublish.Parse(packet).Topic.Length : packet.Body.Length > 1 ? packet.ReadPacketId() : 0;
                }
            }
            catch (MqttProtocolException)
            {
                // The one way in which a broker's nonsense may end.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {Seed} round {round}: {e}");
            }
        }
    }

    [Fact]
    public void Messages_Mutated_NeverThrow()
    {
        using var culture = new CommaCulture();
        var random = new Random(Seed);
        var samples = Capture.Text("mqtt", "samples.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var sample = JsonDocument.Parse(line);
            return (Topic: sample.RootElement.GetProperty("topic").GetString()!, Payload: sample.RootElement.GetProperty("payload").GetString()!);
        }).ToList();
        var readers = MqttPresets.Names.Select(name => MqttPresets.Create(name, new MqttReaderOptions(TimeZoneInfo.Utc))).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var (topic, payload) = samples[random.Next(samples.Count)];
            var bytes = Encoding.UTF8.GetBytes(payload);
            Mutate(bytes, random);
            try
            {
                using var message = MqttMessage.Open(random.Next(4) == 0 ? topic.Replace("SENSOR", "", StringComparison.Ordinal)
                    : topic, bytes, isRetained: false);
                foreach (var reader in readers)
                {
                    var readings = new MqttReadings();
                    reader.Read(message, readings);
                    Assert.InRange(readings.Drafts.Count, 0, MqttReadings.DraftsMax);
                }
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {Seed} round {round}: {e}");
            }
        }
    }

    // Texts of strangers that have grammars of their own: templates, times, names of fields and what gateways call a time.
    [Fact]
    public void Texts_Mutated_AreReadOrNone()
    {
        using var culture = new CommaCulture();
        var random = new Random(Seed);
        string[] texts =
        [
            "{{ value_json['DS18S20'].Temperature | float | round(1) }}", "{{ value_json.a[0]['b'] }}", "{{value}}", "2024-07-01T12:00:00.123+05:00",
            "2024-02-08 10: 36: 28", "1719835200123", "temperature_2_C", "wind_avg_km_h", "soil_ec_hum12", "9.00 km/h", "42.5 Klux", "-9999.0", "now",
        ];
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(texts[random.Next(texts.Length)]);
            Mutate(bytes, random);
            var text = Encoding.UTF8.GetString(bytes);
            try
            {
                _ = HomeAssistantTemplate.TryParse(text, out _);
                MessageTime.Read(text, TimeZoneInfo.Utc);
                GatewayTime.Parse(text);
                Rfc3339.Read(text);
                KnownFields.Find(text);
                EcowittKeys.Find(text);
                LiveValue.Add(new StationReadings("d"), "light_level", text, "kfc");
                GatewayFields.ParseNumber(text);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {Seed} round {round} \"{text}\": {e}");
            }
        }

        LiveValue.Add(new StationReadings("d"), "light_level", "79228162514264337593543950335 kfc", null);
    }

    [Fact]
    public void Header_FifthLengthByte_IsRefused()
    {
        Assert.True(MqttFraming.TryReadHeader([0x30, 0xFF, 0xFF, 0xFF, 0x7F], out _, out _, out _, out var largest));
        Assert.Equal(MqttFraming.BodyBytesMax, largest);
        Assert.Throws<MqttProtocolException>(() => MqttFraming.TryReadHeader([0x30, 0xFF, 0xFF, 0xFF, 0xFF], out _, out _, out _, out _));
    }

    private static void Mutate(byte[] bytes, Random random)
    {
        for (var i = random.Next(4); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"\"{}[]:,0-9eE\\+#/"[random.Next(16)];
        }
    }
}
