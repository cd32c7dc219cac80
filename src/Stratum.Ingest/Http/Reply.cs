using System.Text;
using Microsoft.AspNetCore.Http;

namespace Stratum.Ingest;

/// <summary>An answer to a request that was read and settled; also what a repeated Idempotency-Key gets again.</summary>
internal sealed record Reply(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public static Reply Json(int status, ReadOnlyMemory<byte> json) => new(status, "application/json", json);

    public static Reply Text(int status, string contentType, string text) => new(status, contentType, Encoding.UTF8.GetBytes(text));

    /// <summary>204, no body.</summary>
    public static Reply Empty { get; } = new(StatusCodes.Status204NoContent, "", default);

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        if (Status == StatusCodes.Status204NoContent)
        {
            return;
        }

        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, CancellationToken.None).ConfigureAwait(false);
    }
}
