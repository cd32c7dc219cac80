using System.Net;
using System.Net.Sockets;

namespace Stratum.Ingest.Tests;

/// <summary>The broker's side of one connection, packet by packet as the test writes it: for what a real broker never does.</summary>
internal sealed class ScriptedBroker : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TcpClient? _client;

    public ScriptedBroker() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"mqtt://127.0.0.1:{Port}";

    private NetworkStream Stream => _client!.GetStream();

    /// <summary>Takes the next connection, and its CONNECT, which is answered.</summary>
    public async Task<byte[]> AcceptAsync(bool isSessionPresent = false, byte code = 0)
    {
        _client?.Dispose();
        _client = await _listener.AcceptTcpClientAsync().WaitAsync(Deadline);
        var connect = await ReadAsync();
        Assert.Equal(0x10, connect[0]);
        await SendAsync(0x20, 2, (byte)(isSessionPresent ? 1 : 0), code);
        return connect;
    }

    /// <summary>Takes SUBSCRIBE and grants what is asked.</summary>
    public async Task SubscribeAsync()
    {
        var subscribe = await ReadAsync();
        Assert.Equal(0x82, subscribe[0]);
        await SendAsync(0x90, 3, subscribe[2], subscribe[3], subscribe[^1]);
    }

    public async Task SendAsync(params byte[] packet) => await Stream.WriteAsync(packet);

    public async Task PublishAsync(byte flags, ushort id, string topic, string payload)
    {
        byte[] body = [(byte)(topic.Length >> 8), (byte)topic.Length, .. topic.Select(c => (byte)c), (byte)(id >> 8), (byte)id,
            .. payload.Select(c => (byte)c)];
        Assert.True(body.Length < 128);
        await SendAsync([(byte)(0x30 | flags), (byte)body.Length, .. body]);
    }

    /// <summary>The next packet with its header; empty at the end of the connection.</summary>
    public async Task<byte[]> ReadAsync()
    {
        var header = new byte[2];
        using var deadline = new CancellationTokenSource(Deadline);
        if (await Stream.ReadAtLeastAsync(header, 2, throwOnEndOfStream: false, deadline.Token) < 2)
        {
            return [];
        }

        Assert.True(header[1] < 128);
        var body = new byte[header[1]];
        await Stream.ReadExactlyAsync(body, deadline.Token);
        return [.. header, .. body];
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
