using Stratum.Core;

namespace Stratum.Ingest;

/// <content>What a preset learns from retained messages.</content>
internal sealed partial class MqttAdapter
{
    // Retained messages follow the answer to SUBSCRIBE at once; a broker with thousands of them on a slow machine pauses less than this.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    // What comes later is learnt on the way, as announcements of new devices are.
    private static readonly TimeSpan DiscoveryMost = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Reads the retained announcements over a connection of their own before the session is opened. A session that the broker kept begins
    /// with the messages that it queued, and those of topics that are not announced yet would be acknowledged unread. Holding them back
    /// instead would not do: the announcements wait behind them.
    /// </summary>
    private async Task DiscoverAsync(IMqttDiscovery discovery, CancellationToken cancellationToken)
    {
        var own = options with { ClientId = MqttFactory.ClientIdOf($"{options.ClientId}\ndiscovery"), IsCleanSession = true, StatusTopic = null };
        await using var connection = await ConnectAsync(own, cancellationToken).ConfigureAwait(false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var heardAt = Frame.Time.GetTimestamp();
        var running = connection.RunAsync(
            async (message, token) =>
            {
                heardAt = Frame.Time.GetTimestamp();
                Learn(discovery, message);
                if (message.QoS > 0)
                {
                    await connection.AcknowledgeAsync(MqttPacketType.PublishAck, message.PacketId, token).ConfigureAwait(false);
                }
            },
            (_, _) => ValueTask.CompletedTask,
            ended.Token);
        var startedAt = Frame.Time.GetTimestamp();
        try
        {
            await SubscribeAsync(connection, discovery.DiscoveryFilters, 1, cancellationToken).ConfigureAwait(false);
            while (!running.IsCompleted && Frame.Time.GetElapsedTime(startedAt) < DiscoveryMost
                && Quiet - Frame.Time.GetElapsedTime(heardAt) is var rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, Frame.Time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // The session subscribes to all that is known.
        discovery.TakeNewFilters();
    }

    private void Learn(IMqttDiscovery discovery, MqttPublish message)
    {
        if (message.IsTruncated)
        {
            return;
        }

        var readings = new MqttReadings();
        using var opened = MqttMessage.Open(message.Topic, message.Payload, message.IsRetained);
        discovery.Read(opened, readings);
        if (readings.Problem is { } problem)
        {
            Frame.Statistics.Fault(problem);
        }
    }

    /// <summary>
    /// Whether the store holds what a message without a time says that the broker delivers again. This process may not be the one that
    /// stored it: a node that ended between the store and the acknowledgement must not sign it again as of another second.
    /// </summary>
    private bool IsHeld(IReadOnlyList<AdmittedDraft> drafts)
    {
        foreach (var (draft, _, correction) in drafts)
        {
            var converted = draft.Clone();
            if (UnitRule.Apply(converted, QuantityRegistry.Default, correction) is not null
                || converted[TextField.DeviceId] is not { } deviceId || converted[TextField.ReadingType] is not { } readingType
                || !IsAmongNewest(newestFirst(deviceId, readingType), converted.Value))
            {
                return false;
            }
        }

        return true;
    }

    // What can come again is among the newest of a window; these are in no order within a second, so the last one's second counts whole.
    private static bool IsAmongNewest(IEnumerable<StoredObservation> newestFirst, double? value)
    {
        var (seen, second) = (0, long.MinValue);
        foreach (var stored in newestFirst)
        {
            if (seen >= SecondMessages || (seen >= WindowMessages && stored.Timestamp != second))
            {
                return false;
            }

            if (stored.TimeSource == TimeSource.Receipt && stored.Observation.Observation.Value == value)
            {
                return true;
            }

            (seen, second) = (seen + 1, stored.Timestamp);
        }

        return false;
    }
}
