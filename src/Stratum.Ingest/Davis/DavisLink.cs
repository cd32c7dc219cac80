using System.Net.Sockets;

namespace Stratum.Ingest;

/// <summary>Opens what a url of a davis table names.</summary>
internal static class DavisLink
{
    // WeatherLinkIP's port.
    public const int DefaultPort = 22222;

    private const int DefaultBaud = 19200;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public static async Task<Stream> OpenAsync(Uri url, TimeProvider time, CancellationToken cancellationToken)
    {
        if (url.Scheme == "serial")
        {
            return SerialStream.Open(url.AbsolutePath, BaudOf(url));
        }

        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timeout = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await client.ConnectAsync(url.Host, url.IsDefaultPort || url.Port < 0 ? DefaultPort : url.Port, either.Token).ConfigureAwait(false);
            return new NetworkStream(client, ownsSocket: true);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            client.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new DeviceException($"{url.Authority} cannot be reached ({e.Message}): check url, and that no other program holds the WeatherLinkIP", e);
        }
    }

    /// <summary>serial:///dev/ttyUSB0?baud=19200; null for a speed that no console has.</summary>
    public static int BaudOf(Uri url) => url.Query.StartsWith("?baud=", StringComparison.Ordinal)
        && int.TryParse(url.Query.AsSpan(6), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var baud)
            ? baud
            : DefaultBaud;
}
