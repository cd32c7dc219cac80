using System.Collections.Concurrent;
using System.Threading.Channels;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Subscribes at a broker and signs what devices publish there. A message is acknowledged when its readings are durable, in the order
/// of arrival; until then the broker keeps it.
/// </summary>
internal sealed partial class MqttAdapter(
    AdapterFrame frame, MqttConnectionOptions options, IMqttReader reader, int qos, TimeSpan repeatWindow,
    Func<string, string, IEnumerable<StoredObservation>> newestFirst) : DeviceAdapter(frame)
{
    // Messages that wait for the store at once: enough to share its fsync, few enough to be delivered again without harm.
    private const int WindowMessages = 32;

    // Messages of one device in a second: more than a broker on the same machine delivers.
    private const int SecondMessages = 2_000;

    // Asking a broker again at once with what it refused gets clients banned (INGEST, section 4.1).
    private static readonly TimeSpan RefusedRetry = TimeSpan.FromMinutes(5);

    private readonly RecentMessages _recent = new(frame.Time, repeatWindow);
    // QoS 2: identifiers of messages that are stored and whose PUBREL has not come. Only once stored: what failed must be taken when it comes again.
    private readonly ConcurrentDictionary<ushort, bool> _unreleased = new();

    private volatile bool _hasSubscribed;

    public override AdapterStatus Status => base.Status with { Messages = _tally.Counts };

    protected override string Target => $"the broker {options.Host}:{options.Port}";

    protected override async Task SessionAsync(IObservationIntake intake, CancellationToken cancellationToken)
    {
        if (reader is IMqttDiscovery discovery && !_hasSubscribed)
        {
            await DiscoverAsync(discovery, cancellationToken).ConfigureAwait(false);
        }

        await using var connection = await ConnectAsync(options, cancellationToken).ConfigureAwait(false);
        using var session = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!connection.IsSessionPresent)
        {
            // A new session begins with new packet identifiers (MQTT 3.1.1, section 4.1).
            _unreleased.Clear();
        }

        var window = Channel.CreateBounded<Delivery>(WindowMessages);
        var running = connection.RunAsync(
            (message, token) => TakeAsync(message, intake, connection, window.Writer, token),
            async (id, token) =>
            {
                _unreleased.TryRemove(id, out _);
                await connection.AcknowledgeAsync(MqttPacketType.PublishComplete, id, token).ConfigureAwait(false);
            },
            session.Token);
        var acknowledging = AcknowledgeAllAsync(connection, window.Reader, session.Token);
        var watching = WatchAsync(session.Token);
        try
        {
            // A session that the broker kept has its subscriptions; asking again would bring every retained message again.
            if (!connection.IsSessionPresent || !_hasSubscribed)
            {
                await SubscribeAsync(connection, reader.Filters, qos, session.Token).ConfigureAwait(false);
                _hasSubscribed = true;
            }

            Frame.State = "connected";
            await (await Task.WhenAny(running, acknowledging).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                await LeaveAsync(connection).ConfigureAwait(false);
            }

            await session.CancelAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            await Task.WhenAll(running, acknowledging, watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (window.Reader.TryRead(out var rest))
            {
                await rest.Stored.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task LeaveAsync(MqttConnection connection)
    {
        // Politeness at shutdown: a second is plenty for one small packet, and the broker copes without it.
        using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await connection.LeaveAsync(brief.Token).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcknowledgeAllAsync(MqttConnection connection, ChannelReader<Delivery> window, CancellationToken cancellationToken)
    {
        await foreach (var delivery in window.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await delivery.Stored.ConfigureAwait(false);
            if (delivery.QoS > 0)
            {
                if (delivery.QoS == 2)
                {
                    _unreleased[delivery.PacketId] = true;
                }

                var type = delivery.QoS == 1 ? MqttPacketType.PublishAck : MqttPacketType.PublishReceived;
                await connection.AcknowledgeAsync(type, delivery.PacketId, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<MqttConnection> ConnectAsync(MqttConnectionOptions target, CancellationToken cancellationToken)
    {
        try
        {
            return await MqttConnection.OpenAsync(target, Frame.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (MqttRefusedException e)
        {
            Frame.State = "backoff";
            Frame.Statistics.Fault(e.Message);
            Frame.Logger.SessionFailed(Frame.Name, e.Message, RefusedRetry.TotalSeconds);
            await Task.Delay(RefusedRetry, Frame.Time, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task SubscribeAsync(MqttConnection connection, IReadOnlyList<string> filters, int qosMost, CancellationToken cancellationToken)
    {
        foreach (var some in filters.Chunk(FiltersAtOnce))
        {
            var granted = await connection.SubscribeAsync(some, qosMost, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < some.Length && i < granted.Length; i++)
            {
                if (granted[i] > 2)
                {
                    Frame.Statistics.Fault($"the broker refuses the subscription to {Excerpt.Of(some[i])}: check the user's rights there");
                }
            }
        }
    }

    private sealed record Delivery(int QoS, ushort PacketId, Task Stored);
}
