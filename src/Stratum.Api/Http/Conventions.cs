using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>What holds for every answer: methods, security headers, and CORS for reading.</summary>
internal sealed class Conventions(RequestDelegate next, ApiOptions options)
{
    private const string Methods = "GET, HEAD, OPTIONS";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        AllowOrigin(context);
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            return next(context);
        }

        headers.Allow = Methods;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return ProblemJson.WriteAsync(
            context, StatusCodes.Status405MethodNotAllowed, $"the query API only reads: {Methods}; readings are posted to ingest_listen");
    }

    // No credentials are ever involved, so an origin is either allowed to read everything or nothing.
    private void AllowOrigin(HttpContext context)
    {
        if (options.CorsOrigins.Count == 0)
        {
            return;
        }

        var headers = context.Response.Headers;
        var isAnyAllowed = options.CorsOrigins.Contains("*");
        if (!isAnyAllowed)
        {
            headers.Append("Vary", "Origin");
        }

        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin]
            || !(isAnyAllowed || options.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)))
        {
            return;
        }

        headers.AccessControlAllowOrigin = isAnyAllowed ? "*" : origin;
        headers.AccessControlExposeHeaders = "ETag, Link, Retry-After, Content-Disposition";
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            headers.AccessControlAllowMethods = Methods;
            headers.AccessControlAllowHeaders = "Accept, If-None-Match, Last-Event-ID, Cache-Control";
            // A day; browsers cap it at less.
            headers.AccessControlMaxAge = "86400";
        }
    }
}
