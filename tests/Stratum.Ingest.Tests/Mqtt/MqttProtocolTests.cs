namespace Stratum.Ingest.Tests;

/// <summary>The client's part of MQTT 3.1.1, against a broker that does what the test says.</summary>
public sealed class MqttProtocolTests
{
    private const string Topic = "tele/roof/SENSOR";

    private readonly FakeIntake _intake = new();
    private readonly FakeClock _clock = new();

    // Section 4.3.3: until PUBREL the identifier stands for one message, after it for the next.
    [Fact]
    public async Task QoS2_SameIdentifierBeforeItsRelease_IsOneMessage()
    {
        await using var broker = new ScriptedBroker();
        await using var run = Run(broker, ("qos", "2"));
        await broker.AcceptAsync();
        await broker.SubscribeAsync();
        await broker.PublishAsync(4, 5, Topic, """{"BME280":{"Temperature":1}}""");
        Assert.Equal([0x50, 2, 0, 5], await broker.ReadAsync());
        await broker.PublishAsync(12, 5, Topic, """{"BME280":{"Temperature":2}}""");
        Assert.Equal([0x50, 2, 0, 5], await broker.ReadAsync());
        await broker.SendAsync(0x62, 2, 0, 5);
        Assert.Equal([0x70, 2, 0, 5], await broker.ReadAsync());
        await broker.PublishAsync(4, 5, Topic, """{"BME280":{"Temperature":3}}""");
        Assert.Equal([0x50, 2, 0, 5], await broker.ReadAsync());
        Assert.Equal([1, 3], _intake.Observations.Select(one => one.Value));
    }

    // Section 4.4: after a reconnect with its session PUBREL may come first; it is answered all the same.
    [Fact]
    public async Task QoS2_ReleaseAfterReconnect_IsCompleted()
    {
        await using var broker = new ScriptedBroker();
        await using var run = Run(broker, ("qos", "2"));
        await broker.AcceptAsync();
        await broker.SubscribeAsync();
        await broker.PublishAsync(4, 5, Topic, """{"BME280":{"Temperature":1}}""");
        Assert.Equal(0x50, (await broker.ReadAsync())[0]);
        await broker.AcceptAsync(isSessionPresent: true);
        await broker.PublishAsync(12, 5, Topic, """{"BME280":{"Temperature":1}}""");
        Assert.Equal([0x50, 2, 0, 5], await broker.ReadAsync());
        await broker.SendAsync(0x62, 2, 0, 5);
        Assert.Equal([0x70, 2, 0, 5], await broker.ReadAsync());
        Assert.Single(_intake.Observations);
    }

    [Fact]
    public async Task QoS1_Acknowledgements_ComeInOrderAndAfterTheStore()
    {
        await using var broker = new ScriptedBroker();
        _intake.Durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = Run(broker);
        await broker.AcceptAsync();
        await broker.SubscribeAsync();
        for (ushort id = 1; id <= 3; id++)
        {
            await broker.PublishAsync(2, id, Topic, FormattableString.Invariant($"{{\"BME280\":{{\"Temperature\":{id}}}}}"));
        }

        var first = broker.ReadAsync();
        await _intake.Submitted.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(first.IsCompleted);
        _intake.Durable.SetResult();
        Assert.Equal([0x40, 2, 0, 1], await first);
        Assert.Equal([0x40, 2, 0, 2], await broker.ReadAsync());
        Assert.Equal([0x40, 2, 0, 3], await broker.ReadAsync());
    }

    // Section 3.1.2.10, and INGEST: a ping at three quarters of the interval, and the end when nothing answers it.
    [Fact]
    public async Task KeepAlive_BrokerThatFallsSilent_IsPingedAndLeft()
    {
        await using var broker = new ScriptedBroker();
        var options = new MqttConnectionOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "c", KeepAliveSeconds = 3 };
        var opening = MqttConnection.OpenAsync(options, TimeProvider.System, CancellationToken.None);
        Assert.Equal([0, 3], (await broker.AcceptAsync())[10..12]);
        await using var connection = await opening;
        var running = connection.RunAsync((_, _) => ValueTask.CompletedTask, (_, _) => ValueTask.CompletedTask, CancellationToken.None);
        Assert.Equal([0xC0, 0], await broker.ReadAsync());
        await broker.SendAsync(0xD0, 0);
        Assert.Equal([0xC0, 0], await broker.ReadAsync());
        var e = await Assert.ThrowsAsync<DeviceException>(() => running.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("does not answer to pings", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithStatusTopic_LeavesItsWillThere()
    {
        await using var broker = new ScriptedBroker();
        await using var run = Run(broker, ("status_topic", "s/t"), ("keep_alive_s", "300"), ("username", "u"), ("password", "p"), ("client_id", "me"));
        var connect = await broker.AcceptAsync();
        // Will, QoS 1, retained, user and password; no clean session; 300 s.
        Assert.Equal((0xEC, 300), (connect[9], (connect[10] << 8) | connect[11]));
        Assert.Equal("\0\u0002me\0\u0003s/t\0\u0007offline\0\u0001u\0\u0001p", System.Text.Encoding.ASCII.GetString(connect.AsSpan(12)));
        Assert.Equal("\0\u0003s/tonline", System.Text.Encoding.ASCII.GetString((await broker.ReadAsync()).AsSpan(2)));
    }

    [Theory]
    [InlineData(1, "MQTT 3.1.1 is not spoken")]
    [InlineData(2, "client_id")]
    [InlineData(4, "check username and password")]
    [InlineData(5, "check username and password")]
    public async Task Connect_Refused_SaysWhatToDo(byte code, string advice)
    {
        await using var broker = new ScriptedBroker();
        await using var run = Run(broker);
        await broker.AcceptAsync(code: code);
        await run.UntilAsync(() => run.Adapter.Status is { State: "backoff", LastError: { } error } && error.Contains(advice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Subscribe_RefusedFilter_IsSeenInStatus()
    {
        await using var broker = new ScriptedBroker();
        await using var run = Run(broker);
        await broker.AcceptAsync();
        var subscribe = await broker.ReadAsync();
        await broker.SendAsync(0x90, 4, subscribe[2], subscribe[3], 0x80, 1);
        await run.UntilAsync(() => run.Adapter.Status.LastError?.Contains("refuses the subscription to tele/+/SENSOR", StringComparison.Ordinal) == true);
    }

    // Unacknowledged it would come first after every reconnect, and nothing behind it would ever be read.
    [Fact]
    public async Task Message_ThatAReaderCannotStand_IsPassedOver()
    {
        await using var broker = new ScriptedBroker();
        var options = new MqttConnectionOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "c" };
        var frame = MqttSetup.Listener(_clock).Frame(MqttSetup.Sensor(), "mqtt", "mqtt");
        await using var run = new AdapterRun(new MqttAdapter(frame, options, new BrittleReader(), 1, TimeSpan.Zero, (_, _) => []), _intake);
        await broker.AcceptAsync();
        await broker.SubscribeAsync();
        await broker.PublishAsync(2, 1, Topic, "x");
        Assert.Equal([0x40, 2, 0, 1], await broker.ReadAsync());
        await run.UntilAsync(() => run.Adapter.Status is { Rejected: 1, State: "connected" });
        Assert.Contains("could not be read", run.Adapter.Status.LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x36, 2, 0, 0 })]
    [InlineData(new byte[] { 0x30, 3, 0, 9, 65 })]
    [InlineData(new byte[] { 0x32, 5, 0, 1, 97, 0, 0 })]
    [InlineData(new byte[] { 0x30, 4, 0, 2, 0xC3, 0x28 })]
    [InlineData(new byte[] { 0x10, 0 })]
    [InlineData(new byte[] { 0x40, 0 })]
    [InlineData(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0xFF, 1 })]
    public async Task Broker_SaysNonsense_TheConnectionEndsAndTheAdapterGoesOn(byte[] packet)
    {
        await using var broker = new ScriptedBroker();
        await using var run = Run(broker);
        await broker.AcceptAsync();
        await broker.SubscribeAsync();
        await broker.SendAsync(packet);
        Assert.Empty(await broker.ReadAsync());
        await broker.AcceptAsync(isSessionPresent: true);
        await run.UntilAsync(() => run.Adapter.Status.State == "connected");
        Assert.NotNull(run.Adapter.Status.LastError);
    }

    private AdapterRun Run(ScriptedBroker broker, params (string, string)[] more) =>
        new(MqttSetup.Create(_clock, MqttSetup.Sensor([("url", broker.Url), ("preset", "tasmota"), ("timezone", "UTC"), .. more])), _intake);

    private sealed class BrittleReader : IMqttReader
    {
        public IReadOnlyList<string> Filters => [Topic];

        public void Read(MqttMessage message, MqttReadings readings) => throw new FormatException("brittle");
    }
}
