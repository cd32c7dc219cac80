using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Stratum.Api;

/// <summary>Errors as RFC 9457 problem details (application/problem+json). The type is about:blank, so the title is the status phrase.</summary>
internal static class ProblemJson
{
    public const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext context, int status, string detail) => WriteAsync(context, status, detail, []);

    /// <summary>An answer that asks the client to come back (429, 503).</summary>
    public static Task WriteBusyAsync(HttpContext context, string detail, int retryAfterSeconds)
    {
        context.Response.Headers.RetryAfter = retryAfterSeconds.ToString();
        return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, detail);
    }

    public static Task WriteAsync(HttpContext context, int status, string detail, IReadOnlyList<ParameterError> errors)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, status, ContentType, json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteString("instance", context.Request.Path.Value);
            if (errors.Count > 0)
            {
                json.WriteStartArray("errors");
                foreach (var error in errors)
                {
                    json.WriteStartObject();
                    json.WriteString("parameter", error.Parameter);
                    json.WriteString("value", error.Value);
                    json.WriteString("reason", error.Reason);
                    json.WriteString("accepted", error.Accepted);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
    }
}
