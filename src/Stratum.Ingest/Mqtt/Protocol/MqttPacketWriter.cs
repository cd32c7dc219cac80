using System.Buffers.Binary;
using System.Text;

namespace Stratum.Ingest;

/// <summary>Makes the packets that a client sends.</summary>
internal static class MqttPacketWriter
{
    // MQTT 3.1.1 (table 3.2, section 3.1.2.2).
    private const byte ProtocolLevel = 4;

    public static byte[] Connect(MqttConnectionOptions options)
    {
        var body = new List<byte>(64);
        AddText(body, "MQTT");
        body.Add(ProtocolLevel);
        body.Add((byte)((options.IsCleanSession ? 0x02 : 0)
            | (options.StatusTopic is null ? 0 : 0x04 | 0x08 | 0x20)
            | (options.Password is null ? 0 : 0x40)
            | (options.Username is null ? 0 : 0x80)));
        AddNumber(body, options.KeepAliveSeconds);
        AddText(body, options.ClientId);
        if (options.StatusTopic is { } statusTopic)
        {
            AddText(body, statusTopic);
            AddText(body, MqttConnectionOptions.Offline);
        }

        if (options.Username is { } username)
        {
            AddText(body, username);
        }

        if (options.Password is { } password)
        {
            AddText(body, password);
        }

        return Frame(MqttPacketType.Connect, 0, body);
    }

    public static byte[] Subscribe(ushort packetId, IReadOnlyList<string> filters, int qos)
    {
        var body = new List<byte>(64);
        AddNumber(body, packetId);
        foreach (var filter in filters)
        {
            AddText(body, filter);
            body.Add((byte)qos);
        }

        // Flags 0010 are reserved (table 2.2).
        return Frame(MqttPacketType.Subscribe, 2, body);
    }

    public static byte[] Publish(string topic, ReadOnlySpan<byte> payload, int qos, bool isRetained, ushort packetId)
    {
        var body = new List<byte>(topic.Length + payload.Length + 8);
        AddText(body, topic);
        if (qos > 0)
        {
            AddNumber(body, packetId);
        }

        body.AddRange(payload);
        return Frame(MqttPacketType.Publish, (qos << 1) | (isRetained ? 1 : 0), body);
    }

    public static byte[] Acknowledgement(MqttPacketType type, ushort packetId) =>
        [(byte)(((int)type << 4) | (type == MqttPacketType.PublishRelease ? 2 : 0)), 2, (byte)(packetId >> 8), (byte)packetId];

    public static byte[] Empty(MqttPacketType type) => [(byte)((int)type << 4), 0];

    private static byte[] Frame(MqttPacketType type, int flags, List<byte> body)
    {
        Span<byte> header = stackalloc byte[MqttFraming.HeaderBytesMax];
        var headerBytes = MqttFraming.WriteHeader(header, type, flags, body.Count);
        var packet = new byte[headerBytes + body.Count];
        header[..headerBytes].CopyTo(packet);
        body.CopyTo(packet, headerBytes);
        return packet;
    }

    private static void AddText(List<byte> body, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        AddNumber(body, bytes.Length);
        body.AddRange(bytes);
    }

    private static void AddNumber(List<byte> body, int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, ushort.MaxValue);
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        body.AddRange(bytes);
    }
}
