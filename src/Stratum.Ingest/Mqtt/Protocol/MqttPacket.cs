namespace Stratum.Ingest;

/// <summary>One control packet as it came.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Flags">The low half of its first byte.</param>
/// <param name="Body">Variable header and payload; only the beginning of a message that is too large.</param>
/// <param name="IsTruncated">The message was larger than accepted and the rest of it was passed over.</param>
internal readonly record struct MqttPacket(MqttPacketType Type, byte Flags, ReadOnlyMemory<byte> Body, bool IsTruncated = false)
{
    /// <summary>The packet identifier of an acknowledgement. Throws <see cref="MqttProtocolException"/> when there is none.</summary>
    public ushort ReadPacketId()
    {
        var body = Body.Span;
        var id = body.Length >= 2 ? (ushort)((body[0] << 8) | body[1]) : (ushort)0;
        return id != 0 ? id : throw new MqttProtocolException($"the broker sent {Type} without a packet identifier");
    }
}
