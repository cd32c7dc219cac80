using Stratum.Core;

namespace Stratum.Node.Import;

/// <summary>Asks the running node of a data directory.</summary>
internal sealed class ImportClient : IDisposable
{
    // No name is looked up: every connection goes to the socket.
    private static readonly Uri Base = new("http://stratum/");

    private readonly HttpClient _client;

    private ImportClient(string path)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) => await ImportSocket.TryConnectAsync(path, cancellationToken)
                ?? throw new StratumException($"the node behind {path} has stopped", ExitCode.Unreachable),
        };
        // Orders take as long as they take; what a user waits for they interrupt.
        _client = new HttpClient(handler) { BaseAddress = Base, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The node that runs on the data directory, or null.</summary>
    public static async Task<ImportClient?> TryOpenAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var path = ImportSocket.PathIn(dataDirectory);
        if (await ImportSocket.TryConnectAsync(path, cancellationToken) is not { } probe)
        {
            return null;
        }

        await probe.DisposeAsync();
        return new ImportClient(path);
    }

    /// <summary>Sends one order. Throws with exit code 3 when the node has gone.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new StratumException($"the running node does not answer any more: {e.InnerException?.Message ?? e.Message}", ExitCode.Unreachable, e);
        }
    }

    public void Dispose() => _client.Dispose();
}
