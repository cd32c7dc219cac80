using System.Buffers;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Publishes what the store has made durable at a broker, in order of arrival and with QoS 1. It lives as an adapter does (sessions,
/// backoff, state in /status), but gives instead of taking. While the broker is away the store is the queue: the output remembers the
/// arrival number it came to.
/// </summary>
internal sealed class MqttOutput : DeviceAdapter
{
    // Observations that wait in memory; beyond, the store is read.
    private const int QueueObservations = 4096;

    // Unacknowledged messages at once: hides the round trip to a broker elsewhere, and is below every broker's own limit for one client.
    private const int WindowMessages = 16;

    // Series told to Home Assistant; telling one again does no harm, so the memory of it may be bounded and thrown away.
    private const int AnnouncedMax = 10_000;

    private readonly MqttOutputOptions _options;
    private readonly IObservationBus _bus;
    private readonly Func<long, IEnumerable<StoredObservation>> _readArrivals;
    private readonly NodeId _own;
    private readonly MqttOutputTopics _topics;
    private readonly HashSet<string> _announced = new(StringComparer.Ordinal);
    private long _lastArrival;

    public MqttOutput(
        AdapterFrame frame, MqttOutputOptions options, IObservationBus bus, NodeId own, long lastArrival, Func<long,
            IEnumerable<StoredObservation>> readArrivals)
        : base(frame)
    {
        _topics = new MqttOutputTopics(options);
        _options = options with { Connection = options.Connection with { StatusTopic = _topics.StatusOf(own), IsCleanSession = true } };
        (_bus, _own, _lastArrival, _readArrivals) = (bus, own, lastArrival, readArrivals);
    }

    protected override string Target => $"the broker {_options.Connection.Host}:{_options.Connection.Port} ([mqtt_out])";

    protected override async Task SessionAsync(IObservationIntake intake, CancellationToken cancellationToken)
    {
        await using var connection = await MqttConnection.OpenAsync(_options.Connection, Frame.Time, cancellationToken).ConfigureAwait(false);
        using var session = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var subscription = _bus.Subscribe(QueueObservations);
        var running = connection.RunAsync((_, _) => ValueTask.CompletedTask, (_, _) => ValueTask.CompletedTask, session.Token);
        var publishing = PublishAllAsync(connection, subscription, session.Token);
        // A broker may have been emptied while it was away.
        _announced.Clear();
        Frame.State = "connected";
        try
        {
            await (await Task.WhenAny(running, publishing).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                await connection.LeaveAsync(brief.Token).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await session.CancelAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            await Task.WhenAll(running, publishing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PublishAllAsync(MqttConnection connection, IObservationSubscription subscription, CancellationToken cancellationToken)
    {
        // What was stored before the subscription, or while the broker was away.
        await PublishAsync(connection, _readArrivals(_lastArrival), cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var delivery = await subscription.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            var observations = delivery.Overflowed ? _readArrivals(_lastArrival) : delivery.Observations;
            await PublishAsync(connection, observations, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PublishAsync(MqttConnection connection, IEnumerable<StoredObservation> observations, CancellationToken cancellationToken)
    {
        foreach (var some in observations.Where(one => one.ArrivalNumber > _lastArrival).Chunk(WindowMessages))
        {
            var sent = new List<Task>(some.Length * 2);
            foreach (var stored in some)
            {
                // A broker's topic says what is now: imports are of another time.
                if (stored.ReceivedVia != ReceivedVia.Import && (!_options.IsOwnOnly || stored.Series.Signer == _own))
                {
                    Publish(connection, stored, sent, cancellationToken);
                }
            }

            await Task.WhenAll(sent).ConfigureAwait(false);
            Frame.Statistics.Count(sent.Count, 0, 0);
            _lastArrival = some[^1].ArrivalNumber;
        }
    }

    private void Publish(MqttConnection connection, StoredObservation stored, List<Task> sent, CancellationToken cancellationToken)
    {
        var (series, signer) = (stored.Series, stored.Series.Signer);
        var topic = _topics.StateOf(signer, series.DeviceId, series.ReadingType);
        if (_options.DiscoveryPrefix.Length > 0)
        {
            var uniqueId = MqttOutputTopics.UniqueIdOf(signer, series.DeviceId, series.ReadingType);
            if (_announced.Count == AnnouncedMax)
            {
                _announced.Clear();
            }

            if (_announced.Add(uniqueId))
            {
                var config = MqttDiscoveryMessage.Write(stored, uniqueId, topic, _topics.StatusOf(_own));
                sent.Add(connection.PublishAsync(_topics.ConfigOf(uniqueId), config, 1, isRetained: true, cancellationToken));
            }
        }

        var buffer = new ArrayBufferWriter<byte>();
        ObservationJson.Write(stored, buffer);
        // Retained, so that whoever comes later has the newest value; its time stands in it.
        sent.Add(connection.PublishAsync(topic, buffer.WrittenMemory, 1, isRetained: true, cancellationToken));
    }
}
