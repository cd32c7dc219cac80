using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>GET /: a page for people that lists the endpoints. Self-contained, so that it works offline.</summary>
internal static class PageEndpoint
{
    private static readonly byte[] Page = EmbeddedDocument.Read("index.html");

    public static async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        if (await query.RefusedAsync(context))
        {
            return;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = Page.Length;
        await context.Response.BodyWriter.WriteAsync(Page, context.RequestAborted);
    }
}
