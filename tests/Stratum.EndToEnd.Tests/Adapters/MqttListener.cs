using System.Net.Sockets;
using System.Text;

namespace Stratum.EndToEnd.Tests;

/// <summary>Hears everything at a broker with QoS 0.</summary>
internal sealed class MqttListener : IDisposable
{
    private readonly TcpClient _socket = new() { NoDelay = true };

    public static async Task<MqttListener> ConnectAsync(int port)
    {
        var listener = new MqttListener();
        await listener._socket.ConnectAsync("127.0.0.1", port);
        var stream = listener._socket.GetStream();
        await stream.WriteAsync((byte[])[0x10, 13, 0, 4, .. "MQTT"u8, 4, 2, 0, 60, 0, 1, (byte)'l']);
        await stream.WriteAsync((byte[])[0x82, 6, 0, 1, 0, 1, (byte)'#', 0]);
        await stream.ReadExactlyAsync(new byte[4 + 5]);
        return listener;
    }

    /// <summary>Topics and payloads until the condition holds for what was heard.</summary>
    public async Task<IReadOnlyDictionary<string, string>> HearAsync(Func<IReadOnlyDictionary<string, string>, bool> isEnough)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var heard = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!isEnough(heard))
        {
            var body = await ReadAsync(deadline.Token);
            var topicBytes = (body[0] << 8) | body[1];
            heard[Encoding.UTF8.GetString(body, 2, topicBytes)] = Encoding.UTF8.GetString(body.AsSpan(2 + topicBytes));
        }

        return heard;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var stream = _socket.GetStream();
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, cancellationToken);
        Assert.Equal(3, one[0] >> 4);
        var (length, shift) = (0, 0);
        do
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            length |= (one[0] & 0x7F) << shift;
            shift += 7;
        }
        while ((one[0] & 0x80) != 0);

        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return body;
    }
}
