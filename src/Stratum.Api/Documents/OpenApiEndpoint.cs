using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>
/// GET /openapi.json: an embedded file, since the framework's generator does not work in an AOT binary. A test compares it
/// with <see cref="ApiRoutes"/>.
/// </summary>
internal static class OpenApiEndpoint
{
    private static readonly byte[] Document = EmbeddedDocument.Read("openapi.json");
    private static readonly string Tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Document).AsSpan(0, 8))}\"";

    public static async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        if (await query.RefusedAsync(context) || EntityTags.AnswersNotModified(context, Tag))
        {
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Document.Length;
        await context.Response.BodyWriter.WriteAsync(Document, context.RequestAborted);
    }
}
