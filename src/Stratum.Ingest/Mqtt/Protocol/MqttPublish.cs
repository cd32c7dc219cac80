using System.Text;

namespace Stratum.Ingest;

/// <summary>A message as the broker delivered it.</summary>
internal sealed record MqttPublish(string Topic, ReadOnlyMemory<byte> Payload)
{
    // Strict: a topic that is no UTF-8 must close the connection (MQTT-1.5.3-1).
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>0, 1 or 2.</summary>
    public int QoS { get; init; }

    /// <summary>Sent because of a new subscription: it may be of any age.</summary>
    public bool IsRetained { get; init; }

    /// <summary>May have been delivered before.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>0 with QoS 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>Larger than accepted: the payload is not whole.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Copies out of the packet. Throws <see cref="MqttProtocolException"/> on anything that is no message.</summary>
    public static MqttPublish Parse(MqttPacket packet)
    {
        var body = packet.Body.Span;
        var topicBytes = body.Length >= 2 ? (body[0] << 8) | body[1] : int.MaxValue;
        var qos = (packet.Flags >> 1) & 3;
        var headerBytes = 2 + (long)topicBytes + (qos > 0 ? 2 : 0);
        if (headerBytes > body.Length || topicBytes == 0)
        {
            throw new MqttProtocolException("a message ends before its topic does, or has none");
        }

        string topic;
        try
        {
            topic = Utf8.GetString(body.Slice(2, topicBytes));
        }
        catch (DecoderFallbackException)
        {
            throw new MqttProtocolException("a topic is not UTF-8");
        }

        if (topic.AsSpan().IndexOfAny('\0', '+', '#') >= 0)
        {
            throw new MqttProtocolException("a topic has U+0000 or a wildcard");
        }

        var packetId = qos > 0 ? (ushort)((body[2 + topicBytes] << 8) | body[3 + topicBytes]) : (ushort)0;
        if (qos > 0 && packetId == 0)
        {
            throw new MqttProtocolException("a message of QoS 1 or 2 has the packet identifier 0");
        }

        return new MqttPublish(topic, body[(int)headerBytes..].ToArray())
        {
            QoS = qos,
            IsRetained = (packet.Flags & 1) != 0,
            IsDuplicate = (packet.Flags & 8) != 0,
            PacketId = packetId,
            IsTruncated = packet.IsTruncated,
        };
    }
}
