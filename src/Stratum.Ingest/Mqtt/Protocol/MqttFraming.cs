namespace Stratum.Ingest;

/// <summary>The fixed header (MQTT 3.1.1, section 2.2): type, flags and a remaining length of one to four bytes.</summary>
internal static class MqttFraming
{
    /// <summary>First byte and the longest remaining length.</summary>
    public const int HeaderBytesMax = 5;

    /// <summary>What a remaining length can say at most.</summary>
    public const int BodyBytesMax = 268_435_455;

    /// <summary>Reads a fixed header. False when more bytes are needed. Throws <see cref="MqttProtocolException"/> when it cannot be one.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out MqttPacketType type, out byte flags, out int headerBytes, out int bodyBytes)
    {
        (type, flags, headerBytes, bodyBytes) = (default, 0, 0, 0);
        if (bytes.Length < 2)
        {
            return false;
        }

        for (var i = 1; ; i++)
        {
            if (i == bytes.Length)
            {
                return false;
            }

            bodyBytes |= (bytes[i] & 0x7F) << (7 * (i - 1));
            if ((bytes[i] & 0x80) == 0)
            {
                headerBytes = i + 1;
                break;
            }

            if (i == HeaderBytesMax - 1)
            {
                throw new MqttProtocolException("the remaining length has more than four bytes; is this an MQTT broker?");
            }
        }

        type = (MqttPacketType)(bytes[0] >> 4);
        flags = (byte)(bytes[0] & 0x0F);
        if (!IsAllowed(type, flags))
        {
            throw new MqttProtocolException($"a packet begins with 0x{bytes[0]:X2}, which no broker sends; is this an MQTT broker?");
        }

        return true;
    }

    /// <summary>Writes a fixed header; returns its length.</summary>
    public static int WriteHeader(Span<byte> destination, MqttPacketType type, int flags, int bodyBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bodyBytes, BodyBytesMax);
        destination[0] = (byte)(((int)type << 4) | flags);
        var index = 1;
        do
        {
            var more = bodyBytes > 0x7F ? 0x80 : 0;
            destination[index++] = (byte)((bodyBytes & 0x7F) | more);
            bodyBytes >>= 7;
        }
        while (bodyBytes > 0);

        return index;
    }

    // Flags are reserved and fixed except for PUBLISH (table 2.2), whose QoS 3 does not exist.
    private static bool IsAllowed(MqttPacketType type, byte flags) => type switch
    {
        MqttPacketType.Publish => (flags & 0x06) != 0x06,
        MqttPacketType.PublishRelease => flags == 2,
        MqttPacketType.ConnectAck or MqttPacketType.PublishAck or MqttPacketType.PublishReceived or MqttPacketType.PublishComplete
            or MqttPacketType.SubscribeAck or MqttPacketType.PingResponse => flags == 0,
        _ => false,
    };
}
