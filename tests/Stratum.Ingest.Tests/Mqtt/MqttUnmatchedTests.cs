namespace Stratum.Ingest.Tests;

/// <summary>A table that reads nothing says so, and what there is instead.</summary>
public sealed class MqttUnmatchedTests
{
    private readonly FakeClock _clock = new();

    [MosquittoFact]
    public async Task Silence_ForTenMinutes_ShowsTheTopicsThatTheBrokerHas()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var publisher = await TestPublisher.ConnectAsync(broker);
        await publisher.PublishAsync("tasmota/house/tele/STATE", "{}", isRetained: true);
        await using var run = await MqttSetup.ConnectAsync(new FakeIntake(), _clock, MqttSetup.Sensor(("url", broker.Url), ("preset", "tasmota")));
        _clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.Null(run.Adapter.Status.Messages!.Hint);

        _clock.Advance(TimeSpan.FromMinutes(0.2));
        await run.UntilAsync(() => run.Adapter.Status.Messages!.Hint is not null);

        Assert.Equal(
            "no message came on tele/+/SENSOR, +/tele/SENSOR; the broker has tasmota/house/tele/STATE: check topic and preset",
            run.Adapter.Status.Messages!.Hint);
        Assert.Null(run.Adapter.Status.LastError);

        await publisher.PublishAsync("tele/house/SENSOR", """{"BME280":{"Temperature":1}}""");
        await run.UntilReadingsAsync(1);
        Assert.Null(run.Adapter.Status.Messages!.Hint);
    }

    [MosquittoFact]
    public async Task Silence_WithMessagesThatSayNothing_ShowsTheLast()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var publisher = await TestPublisher.ConnectAsync(broker);
        await using var run = await MqttSetup.ConnectAsync(new FakeIntake(), _clock, MqttSetup.Sensor(("url", broker.Url), ("preset", "tasmota")));
        await publisher.PublishAsync("tele/plug/SENSOR", """{"ENERGY":{"Total":7}}""");
        await run.UntilAsync(() => run.Adapter.Status.Messages!.Seen == 1);

        _clock.Advance(TimeSpan.FromMinutes(10.1));
        await run.UntilAsync(() => run.Adapter.Status.Messages!.Hint is not null);

        Assert.Equal(
            "1 messages came and none has a reading; the last, on tele/plug/SENSOR, has no value of a quantity that is known",
            run.Adapter.Status.Messages!.Hint);
    }

    [Fact]
    public void Hint_OfManyTopics_ShowsTenThatDiffer()
    {
        var topics = Enumerable.Range(0, 200).Select(i => $"homeassistant/sensor/e{i}/config").Append("zigbee2mqtt/garden").Append("msh/x").ToList();

        var hint = UnmatchedHint.OfTopics(["a/+"], topics, isRefused: false);

        Assert.Contains("has homeassistant/sensor/e0/config, msh/x, zigbee2mqtt/garden, ", hint, StringComparison.Ordinal);
        Assert.Equal(8, hint.Split("homeassistant/").Length - 1);
    }

    [Fact]
    public void Hint_OfARefusal_SaysIt() =>
        Assert.Contains("does not allow a look", UnmatchedHint.OfTopics(["a/+"], [], isRefused: true), StringComparison.Ordinal);
}
