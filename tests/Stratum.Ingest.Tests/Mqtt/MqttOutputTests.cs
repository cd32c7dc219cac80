using System.Collections.Concurrent;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class MqttOutputTests : IDisposable
{
    private static readonly NodeKey Own = NodeKey.FromSeed(new byte[32]);
    private static readonly NodeKey Other = NodeKey.FromSeed([.. Enumerable.Repeat((byte)1, 32)]);

    private readonly List<StoredObservation> _store = [];
    private readonly FakeBus _bus = new();

    public void Dispose() => _bus.Dispose();

    [MosquittoFact]
    public async Task Publish_StoredObservations_ReachTheBrokerWithDiscovery()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        var received = new ConcurrentDictionary<string, string>();
        await using var listening = await TestListener.StartAsync(broker, (topic, payload) => received[topic] = payload);
        var output = Output(broker);
        // Stored before the broker was reached: read from the store. A stranger's is not published by default.
        Store(Own, "roof/1", "temperature", 5.7);
        Store(Other, "theirs", "temperature", 1);
        await using var run = new AdapterRun(output, new FakeIntake());
        await run.UntilAsync(() => output.Status.State == "connected");
        _bus.Publish([Store(Own, "roof/1", "rain_total", 12.8)]);
        // Left out by the bus: found in the store.
        Store(Own, "roof/1", "humidity", 75);
        _bus.Publish([]);
        var root = $"stratum/{Own.NodeId.ToString()[..12]}";
        await run.UntilAsync(() => received.ContainsKey($"{root}/roof_1/humidity"));

        Assert.Equal("online", received[$"{root}/status"]);
        Assert.DoesNotContain(received.Keys, topic => topic.Contains("theirs", StringComparison.Ordinal));
        using var state = JsonDocument.Parse(received[$"{root}/roof_1/temperature"]);
        Assert.Equal(5.7, state.RootElement.GetProperty("value").GetDouble());
        var configs = received.Where(pair => pair.Key.StartsWith("homeassistant/sensor/stratum_", StringComparison.Ordinal)).Select(pair =>
            pair.Value).ToList();
        Assert.Equal(3, configs.Count);
        using var rain = JsonDocument.Parse(configs.Single(config => config.Contains("rain_total", StringComparison.Ordinal)));
        Assert.Equal("precipitation", rain.RootElement.GetProperty("device_class").GetString());
        Assert.Equal("total_increasing", rain.RootElement.GetProperty("state_class").GetString());
        Assert.Equal("mm", rain.RootElement.GetProperty("unit_of_measurement").GetString());
        Assert.Equal($"{root}/roof_1/rain_total", rain.RootElement.GetProperty("state_topic").GetString());
    }

    [MosquittoFact]
    public async Task Publish_BrokerWasAway_NothingIsLeftOut()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        var output = Output(broker);
        await using var run = new AdapterRun(output, new FakeIntake());
        await run.UntilAsync(() => output.Status.State == "connected");
        await broker.StopAsync();
        await run.UntilAsync(() => output.Status.State == "backoff");
        Store(Own, "a", "temperature", 1);
        Store(Own, "b", "temperature", 2);
        await broker.RunAsync();
        var received = new ConcurrentDictionary<string, string>();
        await using var listening = await TestListener.StartAsync(broker, (topic, payload) => received[topic] = payload);

        await run.UntilAsync(() => received.Keys.Count(topic => topic.EndsWith("/temperature", StringComparison.Ordinal)) == 2);
    }

    private MqttOutput Output(MosquittoBroker broker)
    {
        var listener = MqttSetup.Listener(new FakeClock());
        var options = new MqttOutputOptions { Connection = new MqttConnectionOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "out" } };
        return new MqttOutput(listener.Frame(MqttSetup.Sensor(), "mqtt_out", "mqtt_out"), options, _bus, Own.NodeId, 0, ReadArrivals);
    }

    private List<StoredObservation> ReadArrivals(long after)
    {
        lock (_store)
        {
            return [.. _store.Where(stored => stored.ArrivalNumber > after)];
        }
    }

    private StoredObservation Store(NodeKey key, string device, string readingType, double value)
    {
        var draft = new ObservationDraft { Timestamp = FakeClock.NowSeconds, Value = value };
        draft[TextField.DeviceId] = device;
        draft[TextField.ReadingType] = readingType;
        draft[TextField.Unit] = QuantityRegistry.Default.Find(readingType)!.Unit;
        Assert.True(ObservationBuilder.TryBuild(draft, key.NodeId, out var observation, out _));
        lock (_store)
        {
            var stored = new StoredObservation(
                ObservationSigner.Sign(observation, key), _store.Count
                    + 1, FakeClock.NowSeconds * 1000, ReceivedVia.Local, TimeSource.Device, Assessment.NotEvaluated);
            _store.Add(stored);
            return stored;
        }
    }
}
