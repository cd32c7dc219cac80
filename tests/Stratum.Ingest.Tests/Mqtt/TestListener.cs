using System.Text;

namespace Stratum.Ingest.Tests;

/// <summary>Hears everything at the broker.</summary>
internal sealed class TestListener : IAsyncDisposable
{
    private readonly MqttConnection _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private TestListener(MqttConnection connection, Action<string, string> onMessage)
    {
        _connection = connection;
        _running = connection.RunAsync(
            (message, _) =>
            {
                onMessage(message.Topic, Encoding.UTF8.GetString(message.Payload.Span));
                return ValueTask.CompletedTask;
            },
            (_, _) => ValueTask.CompletedTask,
            _stop.Token);
    }

    public static async Task<TestListener> StartAsync(MosquittoBroker broker, Action<string, string> onMessage)
    {
        var options = new MqttConnectionOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "listener", IsCleanSession = true };
        var listener = new TestListener(await MqttConnection.OpenAsync(options, TimeProvider.System, CancellationToken.None), onMessage);
        await listener._connection.SubscribeAsync(["#"], 0, CancellationToken.None);
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _connection.DisposeAsync();
        _stop.Dispose();
    }
}
