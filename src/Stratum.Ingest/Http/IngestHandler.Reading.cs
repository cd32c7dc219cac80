using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Stratum.Ingest;

/// <content>Reads a body that has its limits in size and time.</content>
internal sealed partial class IngestHandler
{
    private enum Encoding
    {
        Identity,
        Gzip,
    }

    private async Task<Problem?> ReadAsync(HttpContext context, PooledBody body)
    {
        var bytesMax = ingest.Options.BodyBytesMax;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Also bounds what is read of a compressed body, and what Kestrel drains after a refusal.
            size.MaxRequestBodySize = HttpIngestRoutes.WireBytesMax(ingest.Options);
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(ingest.Options.BodyTimeoutMs), ingest.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            var isWhole = ContentEncodingOf(context.Request) == Encoding.Gzip
                ? await FillFromGzipAsync(context.Request.Body, body, bytesMax, either.Token).ConfigureAwait(false)
                : await body.TryFillAsync(context.Request.Body, bytesMax, either.Token).ConfigureAwait(false);
            return isWhole ? null : TooLarge();
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Headers.Connection = "close";
            return new Problem(408, "slow", $"the body did not arrive within {ingest.Options.BodyTimeoutMs} ms", "body");
        }
        catch (InvalidDataException)
        {
            return new Problem(400, "malformed", "the body is not gzip, or is cut short, though Content-Encoding says gzip", "Content-Encoding");
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLarge()
                : new Problem(
                    e.StatusCode,
                    e.StatusCode == StatusCodes.Status408RequestTimeout ? "slow" : "malformed",
                    "the body cannot be read to its end",
                    "body");
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The sender went away: there is nobody to answer, and nothing was taken.
            return new Problem(400, "aborted", "the sender went away before the body's end", "body");
        }
    }

    private static async ValueTask<bool> FillFromGzipAsync(Stream compressed, PooledBody body, int bytesMax, CancellationToken cancellationToken)
    {
        var gzip = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            return await body.TryFillAsync(gzip, bytesMax, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Encoding? ContentEncodingOf(HttpRequest request)
    {
        var header = request.Headers.ContentEncoding;
        return header.Count switch
        {
            0 => Encoding.Identity,
            1 => header[0]!.Trim().ToUpperInvariant() switch
            {
                "" or "IDENTITY" => Encoding.Identity,
                "GZIP" or "X-GZIP" => Encoding.Gzip,
                _ => null,
            },
            _ => null,
        };
    }

    // A sender that does not ask first (Expect: 100-continue) reads the answer only after it has sent everything: Kestrel takes in and drops up to
    // this much for at most five seconds, so that the sender sees the 413 instead of a reset connection.
    private Problem TooLargeAsAnnounced(HttpContext context)
    {
        const int drainBytesMax = 32 * 1024 * 1024;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Math.Max(drainBytesMax, HttpIngestRoutes.WireBytesMax(ingest.Options));
        }

        return TooLarge();
    }

    private Problem TooLarge()
    {
        var bytesMax = ingest.Options.BodyBytesMax;
        return new Problem(413, "too_large", $"the body is larger than {bytesMax} bytes (also after decompression): send several", "body");
    }
}
