using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Every capture, published at a real broker.</summary>
public sealed class MqttCaptureTests
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["temperature_C"] = "temperature",
        ["humidity_pct"] = "humidity",
        ["pressure_hPa"] = "pressure",
        ["co2_ppm"] = "co2",
        ["wind_dir_deg"] = "wind_direction",
        ["wind_speed_ms"] = "wind_speed",
        ["wind_gust_ms"] = "wind_gust",
        ["rain_total_mm"] = "rain_total",
        ["pm10_ugm3"] = "pm10",
        ["pm25_ugm3"] = "pm2_5",
    };

    private static readonly Dictionary<string, (string, string)[]> Tables = new(StringComparer.Ordinal)
    {
        ["rtl_433-device-topics"] = [("preset", "rtl_433")],
        ["shelly-gen1"] = [("preset", "shelly")],
        ["shelly-gen2"] = [("preset", "shelly")],
        ["home-assistant-discovery"] = [("preset", "homeassistant")],
        ["luftdaten-via-mqtt"] =
        [
            ("topic", "feinstaub/{device}"),
            ("map:0:path", "$.sensordatavalues[?value_type=='SDS_P1'].value"), ("map:0:reading_type", "pm10"),
            ("map:1:path", "$.sensordatavalues[?value_type=='SDS_P2'].value"), ("map:1:reading_type", "pm2_5"), ("map:1:unit", "ug/m3"),
            ("map:2:path", "sensordatavalues[?value_type=='temperature'].value"), ("map:2:reading_type", "temperature"),
            ("map:3:path", "sensordatavalues[?value_type=='humidity'].value"), ("map:3:reading_type", "humidity"),
        ],
    };

    [MosquittoFact]
    public async Task Publish_EveryCapture_IsSignedWithTheExpectedValues()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var publisher = await TestPublisher.ConnectAsync(broker);
        var count = 0;
        foreach (var line in Capture.Text("mqtt", "samples.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var sample = JsonDocument.Parse(line);
            await CheckAsync(broker, publisher, sample.RootElement, ++count);
        }

        Assert.Equal(13, count);
    }

    private static async Task CheckAsync(MosquittoBroker broker, TestPublisher publisher, JsonElement sample, int number)
    {
        var family = sample.GetProperty("family").GetString()!;
        var topic = sample.GetProperty("topic").GetString()!;
        var payload = sample.GetProperty("payload").GetString()!;
        var expected = sample.GetProperty("expect").EnumerateObject().ToDictionary(pair => Types[pair.Name], pair => pair.Value.GetDouble());
        var isRetainedBefore = sample.GetProperty("retain").GetBoolean() && expected.Count == 0;
        var clock = new FakeClock { Seconds = TimeOf(payload) + 30 };
        var intake = new FakeIntake();
        var table = Tables.GetValueOrDefault(family, [("preset", family)]);
        if (isRetainedBefore)
        {
            await publisher.PublishAsync(topic, payload, isRetained: true);
        }

        await using var run = await MqttSetup.ConnectAsync(
            intake, clock, MqttSetup.Sensor([("url", broker.Url), ("timezone", "UTC"), ("client_id", $"capture{number}"), .. table]));
        if (!isRetainedBefore)
        {
            await publisher.PublishAsync(topic, payload, sample.GetProperty("retain").GetBoolean());
            await run.UntilReadingsAsync(expected.Count);
        }
        else if (family == "zigbee2mqtt")
        {
            await run.UntilAsync(() =>
                run.Adapter.Status is { LastError: null, Messages.LastPassedOver: { } last } && last.Reason.Contains("retained", StringComparison.Ordinal));
        }

        Assert.All(expected, pair => Assert.Equal(
            Math.Round(pair.Value, 2, MidpointRounding.ToEven),
            intake.Observations.Single(one => one.Series.ReadingType == pair.Key && one.Series.Deployment != Deployment.Probe).Value));
        Assert.True(expected.Count > 0 || intake.Observations.Count == 0, topic);
        if (topic.EndsWith("wemos1/SENSOR", StringComparison.Ordinal))
        {
            // The CO2 module's own temperature is nobody's air.
            Assert.Equal(19.0, intake.Observations.Single(one => one.Series is { DeviceId: "wemos1-mhz19b", Deployment: Deployment.Probe }).Value);
        }
    }

    private static long TimeOf(string payload)
    {
        var text = payload.Split('"').FirstOrDefault(part => part.Length == 19 && part[4] == '-' && part[13] == ':');
        return text is null ? FakeClock.NowSeconds : MessageTime.Read(text, TimeZoneInfo.Utc)!.Value;
    }
}
