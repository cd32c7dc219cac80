using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Stratum.Api;

/// <summary>
/// The query API (docs/API.md), hosted by a Kestrel application of its own on api_listen. In order: <see cref="AddQueryApi"/>,
/// <see cref="LimitQueryApi"/>, <see cref="UseQueryApi"/>.
/// </summary>
public static class QueryApi
{
    // Requests have no body and all their parameters in one line; the longest useful one stays well below.
    private const int MaxRequestLineBytes = 8 * 1024;
    private const int MaxHeaderBytes = 16 * 1024;
    private const int MaxHeaders = 60;
    private const int MaxRequestBodyBytes = 4 * 1024;

    private static readonly string[] CompressedTypes =
        ["application/json", "application/geo+json", "application/x-ndjson", "text/csv", "text/plain", "text/html"];

    /// <summary>Registers what the query API needs of the framework: routing and gzip (never for streams).</summary>
    public static IServiceCollection AddQueryApi(this IServiceCollection collection)
    {
        collection.AddRouting();
        return collection.AddResponseCompression(compression =>
        {
            // Answers hold no secrets that a chosen-plaintext attack on compression (BREACH) could reveal.
            compression.EnableForHttps = true;
            compression.MimeTypes = CompressedTypes;
            compression.Providers.Add<GzipCompressionProvider>();
        });
    }

    /// <summary>Sets the limits of the listener: connections, line and header lengths, and no request body to speak of.</summary>
    public static void LimitQueryApi(this KestrelServerOptions kestrel, ApiOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
    }

    /// <summary>
    /// Sets up the steps of every request (faults, methods, headers, CORS, gzip, routes). The application answers nothing else: an
    /// unknown path is a 404 in problem+json. Which listener a request reached is decided by the port, never by its Host header.
    /// </summary>
    public static void UseQueryApi(this WebApplication app, ApiServices services)
    {
        var streams = new Gate(services.Options.MaxStreams);
        var metrics = new ApiMetrics(services.Metrics.Meter, streams);
        var logger = app.Services.GetRequiredService<ILogger<FaultBoundary>>();
        app.Use(next => new FaultBoundary(next, services, metrics, logger).InvokeAsync);
        app.Use(next => new Conventions(next, services.Options).InvokeAsync);
        app.UseResponseCompression();
        app.UseRouting();
        app.MapQueryApi(services, streams);
    }

    private static void MapQueryApi(this IEndpointRouteBuilder app, ApiServices services, Gate streams)
    {
        foreach (var route in new ApiRoutes(services, streams).All)
        {
            app.Map(route.Pattern, (RequestDelegate)route.HandleAsync);
        }

        app.Map("/{**path}", (RequestDelegate)AnswerNotFoundAsync);
    }

    private static Task AnswerNotFoundAsync(HttpContext context) => ProblemJson.WriteAsync(
        context, StatusCodes.Status404NotFound, $"{context.Request.Path} does not exist; GET / lists what does");
}
