using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>The same message again: by the broker after a lost acknowledgement, by another process, by a radio that sends thrice.</summary>
public sealed class MqttRepeatTests
{
    private const string Topic = "tele/roof/SENSOR";
    private static readonly NodeKey Own = NodeKey.FromSeed(new byte[32]);

    private readonly FakeClock _clock = new();

    [MosquittoFact]
    public async Task Redelivery_ToAnotherProcessWhoseStoreHoldsIt_IsADuplicate() => await RedeliverAsync(Stored(21.5, TimeSource.Receipt), 0, 1);

    [MosquittoFact]
    public async Task Redelivery_OfOneAmongManyOfItsSecond_IsADuplicate() => await RedeliverAsync(
        [.. Enumerable.Range(0, 100).Select(static at => Stored(at, TimeSource.Receipt)), Stored(21.5, TimeSource.Receipt)], 0, 1);

    [MosquittoFact]
    public async Task Redelivery_OfAnEarlierSecondsValue_IsTaken() => await RedeliverAsync(
        [.. Enumerable.Range(0, 32).Select(static at => Stored(at, TimeSource.Receipt)), Stored(21.5, TimeSource.Receipt, secondsAgo: 61)], 1, 0);

    [MosquittoFact]
    public async Task Redelivery_OfWhatTheStoreDoesNotHold_IsTaken() => await RedeliverAsync(Stored(21.4, TimeSource.Receipt), 1, 0);

    [MosquittoFact]
    public async Task Redelivery_OfAValueThatADeviceTimed_IsTaken() => await RedeliverAsync(Stored(21.5, TimeSource.Device), 1, 0);

    [MosquittoFact]
    public async Task Redelivery_WithATimeOfItsOwn_IsOneReading()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        var intake = new FakeIntake();
        var sensor = MqttSetup.Sensor(("url", broker.Url), ("preset", "tasmota"), ("timezone", "UTC"));
        await LoseAcknowledgementAsync(broker, sensor, """{"Time":"2024-04-01T19:33:00","BME280":{"Temperature":21.5}}""", intake);
        await using var run = await MqttSetup.ConnectAsync(intake, _clock, sensor);
        await run.UntilAsync(() => run.Adapter.Status.Duplicates == 1);
        Assert.Single(intake.Observations);
    }

    // The first process takes the message and ends before its acknowledgement; the second gets it again, marked as such.
    private Task RedeliverAsync(StoredObservation stored, int accepted, int duplicates) => RedeliverAsync([stored], accepted, duplicates);

    private async Task RedeliverAsync(StoredObservation[] stored, int accepted, int duplicates)
    {
        await using var broker = await MosquittoBroker.StartAsync();
        var sensor = MqttSetup.Sensor(("url", broker.Url), ("preset", "tasmota"), ("timezone", "UTC"));
        await LoseAcknowledgementAsync(broker, sensor, """{"BME280":{"Temperature":70.7},"TempUnit":"F"}""", new FakeIntake());
        var intake = new FakeIntake();
        await using var run = new AdapterRun(MqttSetup.Create(_clock, sensor, stored), intake);
        await run.UntilReadingsAsync(1);
        Assert.Equal((accepted, duplicates), ((int)run.Adapter.Status.Accepted, (int)run.Adapter.Status.Duplicates));
        Assert.Equal(accepted, intake.Observations.Count);
    }

    private async Task LoseAcknowledgementAsync(MosquittoBroker broker, SensorOptions sensor, string payload, FakeIntake intake)
    {
        intake.Durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var publisher = await TestPublisher.ConnectAsync(broker);
        var adapter = MqttSetup.Create(_clock, sensor);
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => adapter.RunAsync(intake, stop.Token));
        while (adapter.Status.State != "connected")
        {
            await Task.Yield();
        }

        await publisher.PublishAsync(Topic, payload);
        await intake.Submitted.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await broker.StopAsync();
        await stop.CancelAsync();
        var durable = intake.Durable;
        intake.Durable = null;
        durable.SetResult();
        await running.WaitAsync(TimeSpan.FromSeconds(60));
        await broker.RunAsync();
    }

    private static StoredObservation Stored(double value, TimeSource source, int secondsAgo = 60)
    {
        var draft = new ObservationDraft { Timestamp = FakeClock.NowSeconds - secondsAgo, Value = value };
        draft[TextField.DeviceId] = "roof-bme280";
        draft[TextField.ReadingType] = "temperature";
        draft[TextField.Unit] = "\u00b0C";
        Assert.True(ObservationBuilder.TryBuild(draft, Own.NodeId, out var observation, out _));
        return new StoredObservation(
            ObservationSigner.Sign(observation, Own), 1, FakeClock.NowSeconds * 1000, ReceivedVia.Local, source, Assessment.NotEvaluated);
    }
}
