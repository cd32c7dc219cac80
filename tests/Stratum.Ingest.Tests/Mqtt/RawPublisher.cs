using System.Net.Sockets;
using System.Text;

namespace Stratum.Ingest.Tests;

/// <summary>Publishes one message with any QoS, byte by byte as the standard draws it, and waits for the whole handshake.</summary>
internal static class RawPublisher
{
    public static async Task PublishAsync(int port, string topic, string payload, int qos)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", port);
        var stream = socket.GetStream();
        await stream.WriteAsync((byte[])[0x10, 13, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 60, 0, 1, (byte)'r']);
        await ExpectAsync(stream, 0x20, 4);
        byte[] id = qos > 0 ? [0, 7] : [];
        var body = (byte[])[(byte)(topic.Length >> 8), (byte)topic.Length, .. Encoding.UTF8.GetBytes(topic), .. id, .. Encoding.UTF8.GetBytes(payload)];
        Assert.True(body.Length < 128);
        await stream.WriteAsync((byte[])[(byte)(0x30 | (qos << 1)), (byte)body.Length, .. body]);
        if (qos == 1)
        {
            await ExpectAsync(stream, 0x40, 4);
        }
        else if (qos == 2)
        {
            await ExpectAsync(stream, 0x50, 4);
            await stream.WriteAsync((byte[])[0x62, 2, 0, 7]);
            await ExpectAsync(stream, 0x70, 4);
        }

        await stream.WriteAsync((byte[])[0xE0, 0]);
        // The end of the stream says that the broker has read all of it.
        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
    }

    private static async Task ExpectAsync(NetworkStream stream, byte first, int bytes)
    {
        var answer = new byte[bytes];
        await stream.ReadExactlyAsync(answer);
        Assert.Equal(first, answer[0]);
    }
}
