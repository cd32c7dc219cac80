using System.Net.Sockets;
using System.Text;

namespace Stratum.EndToEnd.Tests;

/// <summary>A device that publishes with QoS 1 and waits until the broker has each message: what MQTT 3.1.1 needs for that, byte by byte.</summary>
internal sealed class MqttDevice : IDisposable
{
    private readonly TcpClient _socket = new() { NoDelay = true };
    private ushort _id;

    public static async Task<MqttDevice> ConnectAsync(int port, string clientId)
    {
        var device = new MqttDevice();
        await device._socket.ConnectAsync("127.0.0.1", port);
        byte[] body = [.. Text("MQTT"), 4, 2, 0, 60, .. Text(clientId)];
        await device.SendAsync(0x10, body);
        await device.ExpectAsync(0x20);
        return device;
    }

    public async Task PublishAsync(string topic, string payload)
    {
        _id++;
        await SendAsync(0x32, [.. Text(topic), (byte)(_id >> 8), (byte)_id, .. Encoding.UTF8.GetBytes(payload)]);
        await ExpectAsync(0x40);
    }

    public void Dispose() => _socket.Dispose();

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private async Task SendAsync(byte first, byte[] body)
    {
        byte[] length = body.Length < 128 ? [(byte)body.Length] : [(byte)((body.Length & 0x7F) | 0x80), (byte)(body.Length >> 7)];
        await _socket.GetStream().WriteAsync((byte[])[first, .. length, .. body]);
    }

    private async Task ExpectAsync(byte first)
    {
        var answer = new byte[4];
        await _socket.GetStream().ReadExactlyAsync(answer);
        Assert.Equal(first, answer[0]);
    }
}
