using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class MqttBrokerTests
{
    private const string Topic = "tele/roof/SENSOR";

    private readonly FakeClock _clock = new();
    private readonly FakeIntake _intake = new();

    [MosquittoFact]
    public async Task Receive_EveryQoS_IsSignedOnce()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var publisher = await TestPublisher.ConnectAsync(broker);
        foreach (var qos in (int[])[0, 1, 2])
        {
            var intake = new FakeIntake();
            await using var run = await MqttSetup.ConnectAsync(intake, _clock, Sensor(broker, ("qos", $"{qos}"), ("client_id", $"q{qos}")));
            // The delivered QoS is the smaller of the publisher's and the subscriber's: 2 needs mosquitto's own client.
            await PublishAsync(broker, qos, 21.5 + qos);
            await run.UntilReadingsAsync(1);
            Assert.Equal(21.5 + qos, Assert.Single(intake.Observations).Value);
            Assert.Equal(TimeSource.Receipt, intake.Sources[0]);
        }
    }

    [MosquittoFact]
    public async Task Broker_RestartsInTheMiddle_NothingIsLost()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var run = await MqttSetup.ConnectAsync(_intake, _clock, Sensor(broker));
        await PublishAsync(broker, 1, 1);
        await run.UntilReadingsAsync(1);

        await broker.StopAsync();
        await run.UntilAsync(() => run.Adapter.Status.State == "backoff");
        Assert.NotNull(run.Adapter.Status.LastError);
        await broker.RunAsync();
        await PublishAsync(broker, 1, 2);
        await PublishAsync(broker, 2, 3);
        await run.UntilReadingsAsync(3);

        Assert.Equal([1, 2, 3], _intake.Observations.Select(observation => observation.Value));
    }

    [MosquittoFact]
    public async Task Session_AdapterIsAway_BrokerKeepsTheMessages()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await (await MqttSetup.ConnectAsync(_intake, _clock, Sensor(broker))).DisposeAsync();
        await PublishAsync(broker, 1, 4);

        await using var run = await MqttSetup.ConnectAsync(_intake, _clock, Sensor(broker));
        await run.UntilReadingsAsync(1);

        Assert.Equal(4, Assert.Single(_intake.Observations).Value);
    }

    [MosquittoFact]
    public async Task Acknowledge_BeforeTheReadingIsDurable_DoesNotHappen()
    {
        foreach (var qos in (int[])[1, 2])
        {
            var intake = new FakeIntake { Durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
            await using var broker = await MosquittoBroker.StartAsync();
            await using var run = await MqttSetup.ConnectAsync(intake, _clock, Sensor(broker, ("qos", "2")));
            await PublishAsync(broker, qos, 5);
            await intake.Submitted.Task.WaitAsync(TimeSpan.FromSeconds(60));

            // The store fails: had the message been acknowledged on receipt, the broker would never send it again.
            var failed = intake.Durable;
            intake.Durable = null;
            failed.SetException(new IOException("disk"));
            await run.UntilReadingsAsync(1);

            Assert.Equal(5, Assert.Single(intake.Observations).Value);
        }
    }

    [MosquittoFact]
    public async Task Retained_WithoutATime_IsNotStamped()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var publisher = await TestPublisher.ConnectAsync(broker);
        await publisher.PublishAsync(Topic, """{"BME280":{"Temperature":1}}""", isRetained: true);
        await publisher.PublishAsync("tele/cellar/SENSOR", """{"Time":"2024-04-01T19:33:00","BME280":{"Temperature":2}}""", isRetained: true);
        await using var run = await MqttSetup.ConnectAsync(_intake, _clock, Sensor(broker));
        await run.UntilReadingsAsync(1);
        await publisher.PublishAsync(Topic, """{"BME280":{"Temperature":3}}""");
        await run.UntilReadingsAsync(2);

        Assert.Equal([2, 3], _intake.Observations.Select(observation => observation.Value));
        Assert.Equal(1_711_999_980, _intake.Observations[0].Timestamp);
        Assert.Equal([TimeSource.Device, TimeSource.Receipt], _intake.Sources);
    }

    [MosquittoFact]
    public async Task Credentials_Wrong_AreNotTriedAgainAtOnce()
    {
        await using var broker = await MosquittoBroker.StartAsync("allow_anonymous false\n");
        await using var run = new AdapterRun(MqttSetup.Create(_clock, Sensor(broker, ("username", "u"), ("password", "p"))), _intake);
        await run.UntilAsync(() => run.Adapter.Status.State == "backoff");

        Assert.Contains("check username and password", run.Adapter.Status.LastError, StringComparison.Ordinal);
    }

    [MosquittoFact]
    public async Task Message_OneByteTooLarge_IsPassedOverAndTheNextIsRead()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var publisher = await TestPublisher.ConnectAsync(broker);
        await using var run = await MqttSetup.ConnectAsync(_intake, _clock, Sensor(broker));
        const string json = """{"BME280":{"Temperature":7}}""";
        var headerBytes = 2 + Topic.Length + 2;
        await publisher.PublishAsync(Topic, json + new string(' ', (1 << 20) - headerBytes - json.Length));
        await run.UntilReadingsAsync(1);
        await publisher.PublishAsync(Topic, new string(' ', (1 << 20) - headerBytes + 1));
        await run.UntilAsync(() => run.Adapter.Status.Rejected == 1);
        await publisher.PublishAsync(Topic, """{"BME280":{"Temperature":8}}""");
        await run.UntilReadingsAsync(2);

        Assert.Equal([7, 8], _intake.Observations.Select(observation => observation.Value));
    }

    [MosquittoFact]
    public async Task Tls_WithAuthorityAndClientCertificate_IsSpoken()
    {
        await using var broker = await MosquittoBroker.StartAsync(
            "allow_anonymous true\ncafile FOLDER/ca.pem\ncertfile FOLDER/server.pem\nkeyfile FOLDER/server.key\nrequire_certificate true\n",
                TestCertificates.Write);
        (string, string)[] keys =
        [
            ("url", $"mqtts://localhost:{broker.Port}"), ("preset", "tasmota"), ("timezone", "UTC"), ("tls_ca_path", Path.Combine(broker.Folder, "ca.pem")),
            ("tls_cert_path", Path.Combine(broker.Folder, "client.pem")), ("tls_key_path", Path.Combine(broker.Folder, "client.key")),
        ];
        await using (var run = await MqttSetup.ConnectAsync(_intake, _clock, MqttSetup.Sensor(keys)))
        {
            await using var publisher = await TestPublisher.ConnectAsync(new MqttConnectionOptions
            {
                Host = "localhost",
                Port = broker.Port,
                IsTls = true,
                ClientId = "p",
                IsCleanSession = true,
                AuthorityPath = Path.Combine(broker.Folder, "ca.pem"),
                CertificatePath = Path.Combine(broker.Folder, "client.pem"),
                KeyPath = Path.Combine(broker.Folder, "client.key"),
            });
            await publisher.PublishAsync(Topic, """{"BME280":{"Temperature":9}}""");
            await run.UntilReadingsAsync(1);
        }

        // The same broker is not trusted by the system's authorities.
        await using var untrusting = new AdapterRun(MqttSetup.Create(_clock, MqttSetup.Sensor(keys[..3])), new FakeIntake());
        await untrusting.UntilAsync(() => untrusting.Adapter.Status.LastError is not null);
        Assert.Contains("tls_ca_path", untrusting.Adapter.Status.LastError, StringComparison.Ordinal);
    }

    [MosquittoFact]
    public async Task Will_ConnectionIsLost_BrokerSaysOffline()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var listening = await TestListener.StartAsync(broker, (topic, payload) => heard.Enqueue($"{topic} {payload}"));
        var options = new MqttConnectionOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "lost", StatusTopic = "node/status" };
        await using (await MqttConnection.OpenAsync(options, TimeProvider.System, CancellationToken.None))
        {
            // Closed without DISCONNECT, as by a power cut.
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (heard.Count < 2)
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }

        Assert.Equal(["node/status online", "node/status offline"], heard);
    }

    private static SensorOptions Sensor(MosquittoBroker broker, params (string, string)[] more) =>
        MqttSetup.Sensor([("url", broker.Url), ("preset", "tasmota"), ("timezone", "UTC"), .. more]);

    private static Task PublishAsync(MosquittoBroker broker, int qos, double value) =>
        RawPublisher.PublishAsync(broker.Port, Topic, FormattableString.Invariant($"{{\"BME280\":{{\"Temperature\":{value}}}}}"), qos);
}
