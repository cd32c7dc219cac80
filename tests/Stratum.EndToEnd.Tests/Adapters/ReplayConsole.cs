using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Stratum.EndToEnd.Tests;

/// <summary>
/// A Vantage console behind a WeatherLinkIP: it wakes at a line feed, tells its collector and its archive, and sends its packets as fast
/// as they are read. It drops one connection in the middle, as a WeatherLinkIP does that uploads.
/// </summary>
internal sealed class ReplayConsole : IAsyncDisposable
{
    private const byte Ack = 0x06;
    private const byte Cancel = 0x18;
    private const int PacketsPerRequest = 200;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<byte[]> _packets;
    private readonly IReadOnlyList<byte[]> _pages;
    private readonly Task _serving;
    private int _dropAfter;

    public ReplayConsole(IEnumerable<byte[]> packets, IReadOnlyList<byte[]> pages, int dropAfter)
    {
        (_packets, _pages, _dropAfter) = (new Queue<byte[]>(packets), pages, dropAfter);
        _listener.Start();
        _serving = ServeAllAsync();
    }

    public string Url => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Date and time words of every DMPAFT that was asked; more than once where an answer came too late.</summary>
    public ConcurrentQueue<string> ArchiveRequests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAllAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            try
            {
                await ServeAsync(client.GetStream());
            }
            catch (IOException)
            {
                // The node was killed or stopped.
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        var line = new StringBuilder();
        while (await ReadAsync(stream, 1) is [var value])
        {
            if (value != '\n')
            {
                line.Append((char)value);
                continue;
            }

            var command = line.ToString();
            line.Clear();
            if (!await AnswerAsync(stream, command))
            {
                return;
            }
        }
    }

    private async Task<bool> AnswerAsync(NetworkStream stream, string command)
    {
        switch (command.Split(' ')[0])
        {
            case "":
                await stream.WriteAsync("\n\r"u8.ToArray());
                return true;
            case "EEBRD":
                // Setup bits 0: a click is 0.01 inch.
                await stream.WriteAsync((byte[])[Ack, .. ReplayPacket.WithCrc([0, 0, 0])]);
                return true;
            case "LPS":
                await stream.WriteAsync((byte[])[Ack]);
                return await SendPacketsAsync(stream);
            case "DMPAFT":
                await SendArchiveAsync(stream);
                return true;
            default:
                await stream.WriteAsync((byte[])[0x21]);
                return true;
        }
    }

    private async Task<bool> SendPacketsAsync(NetworkStream stream)
    {
        for (var sent = 0; sent < PacketsPerRequest && _packets.Count > 0; sent++)
        {
            if (_dropAfter-- == 0)
            {
                return false;
            }

            await stream.WriteAsync(_packets.Dequeue());
        }

        return true;
    }

    private async Task SendArchiveAsync(NetworkStream stream)
    {
        await stream.WriteAsync((byte[])[Ack]);
        var since = await ReadAsync(stream, 6);
        if (!since.AsSpan().SequenceEqual(ReplayPacket.WithCrc([.. since])))
        {
            // The line feeds of a client that heard the answer too late and wakes the console again.
            await stream.WriteAsync((byte[])[Cancel]);
            return;
        }

        ArchiveRequests.Enqueue(Convert.ToHexString(since.AsSpan(0, 4)));
        await stream.WriteAsync((byte[])[Ack, .. ReplayPacket.WithCrc([(byte)_pages.Count, 0, 0, 0, 0, 0])]);
        foreach (var page in _pages)
        {
            if (await ReadAsync(stream, 1) is not [Ack])
            {
                return;
            }

            await stream.WriteAsync(page);
        }

        await ReadAsync(stream, 1);
    }

    private async Task<byte[]> ReadAsync(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        return await stream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, _stop.Token) == count ? bytes : [];
    }
}
