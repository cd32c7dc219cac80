using System.Net;
using System.Text.Json;
using System.Text.Unicode;

namespace Stratum.Ingest;

/// <summary>Asks a device in the local network for JSON, with bounds on time, size and depth.</summary>
internal sealed class JsonFetcher(Uri root, TimeProvider time) : IDisposable
{
    // The fullest gateway answers with some 10 KB.
    private const int BytesMax = 256 * 1024;
    private const int DepthMax = 16;

    // Gateways answer within a second, and in ten when they upload at the same time.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // A local device: no proxy, no redirect to somewhere else, and a connection that these small servers would drop anyway.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = Timeout });

    public Uri Root => root;

    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        var url = new Uri(root.AbsoluteUri.TrimEnd('/') + path);
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new DeviceException($"{url} answered {(int)response.StatusCode}; 200 is expected: check url and the device's firmware");
            }

            using var body = new PooledBody();
            var stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            if (!await body.TryFillAsync(stream, BytesMax, either.Token).ConfigureAwait(false))
            {
                throw new DeviceException($"{url} answered more than {BytesMax} bytes: check that url is the device's");
            }

            // The runtime's parser looks into strings only when they are asked for, and throws then.
            if (!Utf8.IsValid(body.Memory.Span))
            {
                throw new DeviceException($"{url} answered what is no UTF-8: check that url is the device's");
            }

            return JsonDocument.Parse(body.Memory.ToArray(), new JsonDocumentOptions { MaxDepth = DepthMax });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeviceException($"{url} did not answer within {Timeout.TotalSeconds:F0} s: check that the device is on and in this network");
        }
        catch (JsonException e)
        {
            throw new DeviceException($"{url} answered what is no JSON: check that url is the device's", e);
        }
        catch (HttpRequestException e)
        {
            throw new DeviceException($"{url} cannot be reached: {e.Message}; check url and that the device is on", e);
        }
    }

    public void Dispose() => _client.Dispose();
}
