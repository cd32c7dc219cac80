using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Stratum.EndToEnd.Tests;

/// <summary>A client that decides on every byte and on the end of its sending side, plain or over TLS.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient _client;
    private readonly Stream _stream;

    private RawConnection(TcpClient client, Stream stream) => (_client, _stream) = (client, stream);

    public static async Task<RawConnection> OpenAsync(Uri address, bool? isTls = null)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        if (!(isTls ?? address.Scheme == "https"))
        {
            return new RawConnection(client, client.GetStream());
        }

        var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, presented, _, _) => presented is not null);
        await tls.AuthenticateAsClientAsync("localhost");
        return new RawConnection(client, tls);
    }

    public async Task SendAsync(string text)
    {
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        await _stream.FlushAsync();
    }

    /// <summary>Says that nothing more comes: close_notify where there is TLS, then FIN.</summary>
    public async Task EndSendingAsync()
    {
        if (_stream is SslStream tls)
        {
            await tls.ShutdownAsync();
        }

        _client.Client.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Everything until the server closes; a reset ends it as well.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var text = new StringBuilder();
        var buffer = new byte[16_384];
        try
        {
            while (await _stream.ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            text.Append("(reset)");
        }

        return text.ToString();
    }

    /// <summary>Reads until the text has come.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var text = new StringBuilder();
        var buffer = new byte[16_384];
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            var read = await _stream.ReadAsync(buffer, patience.Token);
            Assert.True(read > 0, $"the connection ended after: {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }
}
