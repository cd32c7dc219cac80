using System.Net;
using Stratum.Core;
using Stratum.Node.Control;

namespace Stratum.Node.Backup;

/// <summary>The files of one moment of a running node; they stay until this is disposed.</summary>
internal sealed class LiveSnapshot : IDisposable
{
    private readonly ControlClient _client;
    private readonly HttpResponseMessage _response;

    private LiveSnapshot(ControlClient client, HttpResponseMessage response, string folder) => (_client, _response, Folder) = (client, response, folder);

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>Null when no node runs on the data directory. Throws <see cref="StratumException"/> when it gives no snapshot.</summary>
    public static async Task<LiveSnapshot?> TryTakeAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var client = await ControlClient.TryOpenAsync(dataDirectory, cancellationToken);
        if (client is null)
        {
            return null;
        }

        HttpResponseMessage? response = null;
        try
        {
            response = await client.SendAsync(HttpMethod.Post, SnapshotRoutes.Path, content: null, cancellationToken);
            // The answer goes on after its first line; the reader must not wait for its end.
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), leaveOpen: true);
            var line = await reader.ReadLineAsync(cancellationToken) ?? "it closed the connection";
            return response.StatusCode == HttpStatusCode.OK
                ? new LiveSnapshot(client, response, line)
                : throw new StratumException($"the running node gives no snapshot: {line}");
        }
        catch
        {
            response?.Dispose();
            client.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _response.Dispose();
        _client.Dispose();
    }
}
