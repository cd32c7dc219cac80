using System.Threading.Channels;
using Stratum.Core;

namespace Stratum.Ingest;

/// <content>From a message to the intake.</content>
internal sealed partial class MqttAdapter
{
    // A SUBSCRIBE of topics with some hundred bytes each stays far below any broker's packet limit.
    private const int FiltersAtOnce = 64;

    private static readonly TimeSpan WarningEvery = TimeSpan.FromMinutes(5);

    private readonly MessageTally _tally = new(frame.Time);

    // Of the connection's reader alone.
    private long? _warnedAt;
    private long _unwarned;

    private async ValueTask TakeAsync(
        MqttPublish message, IObservationIntake intake, MqttConnection connection, ChannelWriter<Delivery> window, CancellationToken cancellationToken)
    {
        // QoS 2: the same identifier again before its PUBREL is the same message (MQTT 3.1.1, section 4.3.3).
        var isKnown = message.QoS == 2 && _unreleased.ContainsKey(message.PacketId);
        var stored = isKnown ? Task.CompletedTask : StoreAsync(message, intake, connection, cancellationToken);
        await window.WriteAsync(new Delivery(message.QoS, message.PacketId, stored), cancellationToken).ConfigureAwait(false);
    }

    private Task StoreAsync(MqttPublish message, IObservationIntake intake, MqttConnection connection, CancellationToken cancellationToken)
    {
        if (message.IsTruncated)
        {
            Refuse(message.Topic, $"has more than {options.MessageBytesMax} bytes, which is the most that is read");
            return Task.CompletedTask;
        }

        var readings = new MqttReadings();
        string? damage;
        try
        {
            using var opened = MqttMessage.Open(message.Topic, message.Payload, message.IsRetained);
            damage = opened.Damage;
            reader.Read(opened, readings);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault of the reader. Unacknowledged, the message would come again after every reconnect, and nothing behind it ever.
            Frame.Logger.Unreadable(Frame.Name, Excerpt.Of(message.Topic), e);
            Refuse(message.Topic, $"could not be read: {e.Message}");
            return Task.CompletedTask;
        }

        if (reader is IMqttDiscovery discovery && discovery.TakeNewFilters() is { Count: > 0 } filters)
        {
            _ = SubscribeLaterAsync(connection, filters, cancellationToken);
        }

        var drafts = Frame.Directory.Admit(readings.Items);
        // A retained message without a time is of any age: stamping it now would be a lie (INGEST, section 4.1).
        var isOfAnyAge = message.IsRetained && drafts.RemoveAll(admitted => admitted.Draft.Timestamp is null) > 0 && drafts.Count == 0;
        Account(message.Topic, readings, damage, isOfAnyAge);
        return drafts.Count == 0 ? Task.CompletedTask : DeliverAsync(drafts, message.IsDuplicate, intake, cancellationToken);
    }

    private async Task DeliverAsync(List<AdmittedDraft> drafts, bool isDuplicate, IObservationIntake intake, CancellationToken cancellationToken)
    {
        var key = drafts.TrueForAll(admitted => admitted.Draft.Timestamp is null) ? RecentMessages.KeyOf(drafts) : null;
        if (key is not null)
        {
            var isKnown = _recent.IsRepeat(key, isDuplicate);
            if (!isKnown && isDuplicate && IsHeld(drafts))
            {
                _recent.MarkStored(key);
                isKnown = true;
            }

            if (isKnown)
            {
                Frame.CountRepeats(drafts.Count);
                return;
            }
        }

        await Frame.DeliverAsync(intake, drafts, cancellationToken).ConfigureAwait(false);
        if (key is not null)
        {
            _recent.MarkStored(key);
        }
    }

    // Not awaited by the reader of the connection: the answer comes through it.
    private async Task SubscribeLaterAsync(MqttConnection connection, IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        try
        {
            await SubscribeAsync(connection, filters, qos, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The session ends for the same reason, and the next one subscribes to all that is known.
            _hasSubscribed = false;
            Frame.Logger.Stopped(Frame.Name, e.Message);
        }
    }

    // What became of the message, for /status and the metrics; a fault of its sender is said aloud.
    private void Account(string topic, MqttReadings readings, string? damage, bool isOfAnyAge)
    {
        var conflict = readings.Conflict;
        if (readings.Items.Count == 0 && (readings.Problem ?? conflict ?? (readings.IsAnnouncement ? null : damage)) is { } problem)
        {
            Refuse(topic, problem);
        }
        else if (isOfAnyAge)
        {
            _tally.PassedOver(topic, "is retained and has no time of its own; the next live one is read");
            Frame.CountMessage("passed_over");
        }
        else if (readings.Items.Count > 0 || readings.IsAnnouncement)
        {
            var leftOut = conflict ?? readings.Problem ?? damage;
            _tally.Read(topic, leftOut);
            Frame.CountMessage("read");
            if (leftOut is not null)
            {
                Warn(topic, leftOut);
            }
        }
        else
        {
            _tally.PassedOver(topic, readings.PassedOver ?? "has no value of a quantity that is known");
            Frame.CountMessage("passed_over");
        }
    }

    private void Refuse(string topic, string problem)
    {
        _tally.NotUnderstood(topic, problem);
        Frame.CountMessage("not_understood");
        Frame.Statistics.Count(0, 0, 1);
        Frame.Statistics.Fault($"a message on {Excerpt.Of(topic)} {problem}");
        Warn(topic, problem);
    }

    // One line in five minutes: a device that sends nonsense every second must not fill the disk with it.
    private void Warn(string topic, string problem)
    {
        var now = Frame.Time.GetTimestamp();
        if (_warnedAt is { } at && Frame.Time.GetElapsedTime(at, now) < WarningEvery)
        {
            _unwarned++;
            return;
        }

        Frame.Logger.MessageProblem(Frame.Name, Excerpt.Of(topic), problem, _unwarned);
        (_warnedAt, _unwarned) = (now, 0);
    }
}
