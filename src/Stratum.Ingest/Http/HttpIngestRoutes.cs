using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Stratum.Ingest;

/// <summary>Puts the listener's routes on an application of its own.</summary>
public static class HttpIngestRoutes
{
    // Devices send a handful of headers; a token in a path makes the request line 100 bytes longer.
    private const int HeaderBytesMax = 16 * 1024;
    private const int HeadersMax = 64;

    /// <summary>Maps every ingest route, each also below <c>/t/{token}</c>. Handlers are plain delegates: no reflection.</summary>
    public static void MapIngest(this IEndpointRouteBuilder endpoints, HttpIngest ingest)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(ingest);
        var handler = new IngestHandler(ingest);
        Map(endpoints, "/ingest", handler.IngestAsync);
        Map(endpoints, "/sensor-community", handler.SensorCommunityAsync);
        Map(endpoints, "/write", handler.InfluxV1Async);
        Map(endpoints, "/api/v2/write", handler.InfluxV2Async);
        Map(endpoints, "/boxes/{box}/data", handler.OpenSenseMapAsync);
        Map(endpoints, "/ping", IngestHandler.InfluxPingAsync);
        foreach (var version in (ReadOnlySpan<string>)["", "/v1.0", "/v1.1"])
        {
            Map(endpoints, version + "/CreateObservations", handler.SensorThingsAsync);
            Map(endpoints, version + "/Observations", handler.SensorThingsAsync);
        }

        // Gateways take whatever path their owner typed in: everything else is theirs, or nobody's.
        endpoints.Map("/t/{token}/{**path}", handler.GatewayAsync);
        endpoints.MapFallback("{**path}", handler.GatewayAsync);
    }

    /// <summary>Sets what Kestrel bounds before a handler sees the request.</summary>
    public static void ApplyLimits(this KestrelServerOptions kestrel, HttpIngestOptions options)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        ArgumentNullException.ThrowIfNull(options);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = WireBytesMax(options);
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        kestrel.Limits.MaxRequestHeaderCount = HeadersMax;
    }

    // Kestrel counts the framing of a chunked body, too; the handler counts what the body says, and to the byte.
    internal static long WireBytesMax(HttpIngestOptions options) => 2L * options.BodyBytesMax;

    private static void Map(IEndpointRouteBuilder endpoints, string pattern, RequestDelegate handler)
    {
        endpoints.Map(pattern, handler);
        endpoints.Map("/t/{token}" + pattern, handler);
    }
}
