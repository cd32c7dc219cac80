using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Stratum.Ingest;

/// <summary>An error answer, RFC 9457 application/problem+json.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Reason">One word for the metrics.</param>
/// <param name="Detail">What is wrong, what is accepted, what to do.</param>
/// <param name="Parameter">The part of the request that is wrong: "body", "Content-Type", ...</param>
internal sealed record Problem(int Status, string Reason, string Detail, string Parameter)
{
    /// <summary>When to come again; sent as Retry-After.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>A further header that the status calls for.</summary>
    public (string Name, string Value)? Header { get; init; }

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        }

        if (Header is { } header)
        {
            response.Headers[header.Name] = header.Value;
        }

        var text = Text();
        response.ContentLength = text.Length;
        await response.Body.WriteAsync(text, CancellationToken.None).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> Text()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, AnswerText.WriterOptions);
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(Status));
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        json.WriteString("parameter", Parameter);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
