using System.Text;

namespace Stratum.Ingest.Tests;

/// <summary>A device at the broker. QoS 1 returns when the broker has the message.</summary>
internal sealed class TestPublisher : IAsyncDisposable
{
    private readonly MqttConnection _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private TestPublisher(MqttConnection connection)
    {
        _connection = connection;
        _running = connection.RunAsync((_, _) => ValueTask.CompletedTask, (_, _) => ValueTask.CompletedTask, _stop.Token);
    }

    public static async Task<TestPublisher> ConnectAsync(MqttConnectionOptions options) =>
        new(await MqttConnection.OpenAsync(options, TimeProvider.System, CancellationToken.None));

    public static Task<TestPublisher> ConnectAsync(MosquittoBroker broker) =>
        ConnectAsync(new MqttConnectionOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "publisher", IsCleanSession = true });

    public Task PublishAsync(string topic, string payload, bool isRetained = false, int qos = 1) =>
        _connection.PublishAsync(topic, Encoding.UTF8.GetBytes(payload), qos, isRetained, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _connection.LeaveAsync(CancellationToken.None).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _connection.DisposeAsync();
        _stop.Dispose();
    }
}
