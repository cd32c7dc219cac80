namespace Stratum.Ingest;

/// <content>Reading, keep-alive and what is asked of the broker.</content>
internal sealed partial class MqttConnection
{
    /// <summary>
    /// Reads until the connection ends, which is always an exception. <paramref name="onMessage"/> may wait: nothing more is read then,
    /// and the broker sees its window fill. Acknowledging is the caller's.
    /// </summary>
    public async Task RunAsync(Func<MqttPublish, CancellationToken, ValueTask> onMessage, Func<ushort, CancellationToken, ValueTask> onRelease,
        CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAllAsync(onMessage, onRelease, ended.Token);
        var keeping = KeepAliveAsync(ended.Token);
        var first = await Task.WhenAny(reading, keeping).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        Fail(new DeviceException("the connection to the broker ended"));
        await Task.WhenAll(reading, keeping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await first.ConfigureAwait(false);
        }
        catch (IOException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeviceException(
                $"the connection to the broker {_options.Host}:{_options.Port} broke ({e.Message}); it is opened again: check that the broker runs", e);
        }
    }

    /// <summary>Subscribes and returns the granted QoS of each filter, 0x80 for one that is refused. <see cref="RunAsync"/> must be running.</summary>
    public async Task<byte[]> SubscribeAsync(IReadOnlyList<string> filters, int qos, CancellationToken cancellationToken) =>
        await AskAsync(id => MqttPacketWriter.Subscribe(id, filters, qos), cancellationToken).ConfigureAwait(false);

    /// <summary>Publishes; with QoS 1 returns when the broker has it.</summary>
    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, int qos, bool isRetained, CancellationToken cancellationToken)
    {
        if (qos == 0)
        {
            await SendAsync(MqttPacketWriter.Publish(topic, payload.Span, 0, isRetained, 0), cancellationToken).ConfigureAwait(false);
            return;
        }

        _ = await AskAsync(id => MqttPacketWriter.Publish(topic, payload.Span, 1, isRetained, id), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends PUBACK, PUBREC or PUBCOMP.</summary>
    public ValueTask AcknowledgeAsync(MqttPacketType type, ushort packetId, CancellationToken cancellationToken) =>
        SendAsync(MqttPacketWriter.Acknowledgement(type, packetId), cancellationToken);

    /// <summary>Takes leave, so that the broker does not publish the will.</summary>
    public async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        if (_options.StatusTopic is { } statusTopic)
        {
            await SendAsync(MqttPacketWriter.Publish(statusTopic, "offline"u8, 0, isRetained: true, 0), cancellationToken).ConfigureAwait(false);
        }

        await SendAsync(MqttPacketWriter.Empty(MqttPacketType.Disconnect), cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAllAsync(
        Func<MqttPublish, CancellationToken, ValueTask> onMessage, Func<ushort, CancellationToken, ValueTask> onRelease, CancellationToken cancellationToken)
    {
        while (await _reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } packet)
        {
            _heardAt = _time.GetTimestamp();
            _isHandling = true;
            switch (packet.Type)
            {
                case MqttPacketType.Publish:
                    await onMessage(MqttPublish.Parse(packet), cancellationToken).ConfigureAwait(false);
                    break;
                case MqttPacketType.PublishRelease:
                    await onRelease(packet.ReadPacketId(), cancellationToken).ConfigureAwait(false);
                    break;
                case MqttPacketType.PublishAck or MqttPacketType.SubscribeAck:
                    var id = packet.ReadPacketId();
                    if (_answers.TryRemove(id, out var answer))
                    {
                        answer.TrySetResult(packet.Body[2..].ToArray());
                    }

                    break;
                case MqttPacketType.PingResponse:
                    break;
                default:
                    throw new MqttProtocolException($"the broker sent {packet.Type}, which was not asked for");
            }

            _isHandling = false;
            _heardAt = _time.GetTimestamp();
        }

        throw new DeviceException($"the broker {_options.Host}:{_options.Port} closed the connection; is another client using the id \"{_options.ClientId}\"?");
    }

    private async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        if (_options.KeepAliveSeconds == 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken).ConfigureAwait(false);
        }

        // Three quarters: late enough to be rare, early enough for a slow link.
        var idle = TimeSpan.FromSeconds(_options.KeepAliveSeconds * 0.75);
        while (true)
        {
            var rest = idle - _time.GetElapsedTime(_sentAt);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, _time, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var askedAt = _time.GetTimestamp();
            await SendAsync(MqttPacketWriter.Empty(MqttPacketType.PingRequest), cancellationToken).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(_options.AnswerTimeoutSeconds, _options.KeepAliveSeconds / 2.0)), _time, cancellationToken)
                .ConfigureAwait(false);
            // While a message waits for the store nothing is read: silence is then this node's, not the broker's.
            if (!_isHandling && _heardAt < askedAt)
            {
                throw new DeviceException($"the broker {_options.Host}:{_options.Port} does not answer to pings");
            }
        }
    }

    private async Task<byte[]> AskAsync(Func<ushort, byte[]> packet, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        ushort id;
        do
        {
            id = (ushort)Interlocked.Increment(ref _lastPacketId);
        }
        while (id == 0 || !_answers.TryAdd(id, answer));

        await SendAsync(packet(id), cancellationToken).ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.AnswerTimeoutSeconds * 3), _time);
        using var onTimeout = timeout.Token.Register(() => answer.TrySetException(new DeviceException("the broker does not acknowledge")));
        return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Fail(Exception why)
    {
        foreach (var (id, _) in _answers)
        {
            if (_answers.TryRemove(id, out var answer))
            {
                answer.TrySetException(why);
            }
        }
    }
}
