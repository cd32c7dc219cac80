namespace Stratum.Ingest.Tests;

public sealed class HomeAssistantTests
{
    [MosquittoFact]
    public async Task Discovery_RetainedConfig_MapsTheStateTopic()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var publisher = await TestPublisher.ConnectAsync(broker);
        var clock = new FakeClock();
        var intake = new FakeIntake();
        await publisher.PublishAsync(
            "homeassistant/sensor/295AB4_DS18S20_Temperature/config",
            """
            {"stat_t":"~SENSOR","uniq_id":"295AB4_Temperature","device":{"identifiers":["295AB4"]},"~":"gen-01/tele/","unit_of_meas":"\u00b0F",
             "val_tpl":"{{value_json['DS18S20'].Temperature}}","dev_cla":"temperature"}
            """,
            isRetained: true);
        await publisher.PublishAsync(
            "homeassistant/device/hut/config",
            """
            {"dev":{"ids":"hut"},"o":{"name":"x"},"state_topic":"hut/state","cmps":{"h":{"p":"sensor","device_class":"humidity",
             "unit_of_measurement":"%","value_template":"{{ value_json.a.h | float }}"},
             "b":{"p":"sensor","device_class":"battery","value_template":"{{ value_json.b }}"}}}
            """,
            isRetained: true);
        await publisher.PublishAsync(
            "homeassistant/sensor/own/config",
            """{"dev":{"ids":"own"},"o":{"name":"Stratum"},"stat_t":"hut/state","dev_cla":"humidity","val_tpl":"{{ value_json.a.h }}"}""",
            isRetained: true);
        await using var run = await MqttSetup.ConnectAsync(
            intake, clock, MqttSetup.Sensor(("url", broker.Url), ("preset", "homeassistant"), ("timezone", "UTC")));

        // The subscription follows the discovery; until it is there a device speaks to nobody.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (intake.Observations.Count < 2)
        {
            await publisher.PublishAsync("gen-01/tele/SENSOR", """{"Time":"2024-04-01T19:33:00","DS18S20":{"Temperature":69.1}}""");
            await publisher.PublishAsync("hut/state", """{"a":{"h":55.5},"b":100}""");
            await timer.WaitForNextTickAsync();
        }

        Assert.Contains(intake.Observations, one => one is { Value: 20.61, Series: { DeviceId: "295AB4", ReadingType: "temperature", Unit: "\u00b0C" } });
        Assert.Contains(intake.Observations, one => one is { Value: 55.5, Series: { DeviceId: "hut", ReadingType: "humidity" } });
        Assert.Equal(2, intake.Observations.Count);
    }

    [MosquittoFact]
    public async Task Field05_EntitiesWithoutADevice_AreStationsForEver()
    {
        string[] expected =
        [
            "att2 temperature 14.6 INDOOR", "gar1 temperature 4.5 INDOOR", "gar1 temperature 4.6 INDOOR", "kit1 temperature 21.5 INDOOR",
            "kit1 temperature 21.6 INDOOR",
        ];
        var messages = FieldCase.Messages("05-ha-discovery-identity");
        var reversed = messages.OrderBy(message => message.IsRetained ? 0 : 1).ThenByDescending(message => message.Topic, StringComparer.Ordinal).ToList();

        Assert.Equal(expected, await FieldCase.SignedAsync(messages, MqttSetup.Sensor(("preset", "homeassistant"))));
        Assert.Equal(expected, await FieldCase.SignedAsync(reversed, MqttSetup.Sensor(("preset", "homeassistant"))));
    }

    [MosquittoFact]
    public async Task Field06_WildcardInTheStateTopic_IsReadOnce()
    {
        var messages = FieldCase.Messages("06-ha-wildcard-state-topic").ToList();
        messages.Insert(1, ("homeassistant/sensor/b/config", """{"stat_t":"#","uniq_id":"all","dev_cla":"humidity","val_tpl":"{{ value_json.h }}"}""", true));
        messages.Insert(2, ("homeassistant/sensor/c/config",
            """{"stat_t":"home/OMG/BTtoMQTT/A4C138BB0001","uniq_id":"A-hum","dev_cla":"humidity","val_tpl":"{{ value_json.hum }}","dev":{"ids":"A"}}""", true));

        var signed = await FieldCase.SignedAsync(messages, MqttSetup.Sensor(("preset", "homeassistant")), status => Assert.Null(status.LastError));

        Assert.Equal(["A4C138BB0001 temperature -3.4"], signed);
    }

    [MosquittoFact]
    public async Task Restart_MessagesQueuedBeforeTheAnnouncements_AreTaken()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var publisher = await TestPublisher.ConnectAsync(broker);
        var (clock, intake) = (new FakeClock(), new FakeIntake());
        var sensor = MqttSetup.Sensor(("url", broker.Url), ("preset", "homeassistant"), ("timezone", "UTC"));
        await publisher.PublishAsync(
            "homeassistant/sensor/hut/config", """{"dev":{"ids":"hut"},"stat_t":"hut/state","dev_cla":"temperature","val_tpl":"{{ value_json.t }}"}""",
            isRetained: true);
        await using (await MqttSetup.ConnectAsync(new FakeIntake(), clock, sensor))
        {
            // Subscribed to hut/state; then the node stops.
        }

        // More than a broker has under way at once (mosquitto: 20) and more than wait for the store.
        const int count = 70;
        for (var i = 0; i < count; i++)
        {
            await publisher.PublishAsync("hut/state", FormattableString.Invariant($"{{\"t\":{i},\"timestamp\":{FakeClock.NowSeconds - 600 + i}}}"));
        }

        await using var run = await MqttSetup.ConnectAsync(intake, clock, sensor);
        await run.UntilReadingsAsync(count);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (double)i), intake.Observations.Select(one => one.Value));
    }
}
