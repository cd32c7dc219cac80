using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>GET /stations: every station in a box as a feature collection. GET /stations/{node_id}/{device_id}: one, as a feature.</summary>
internal sealed class StationsEndpoint(ApiServices services)
{
    private const string ContentType = "application/geo+json";
    private const string PathStart = "/stations/";
    private const int PieceBytes = 16 * 1024;

    public async Task AnswerAllAsync(HttpContext context, QueryReader query)
    {
        var box = query.Box();
        var deployment = query.Deployment(otherwise: null);
        if (await query.RefusedAsync(context) || EntityTags.AnswersNotModified(context, EntityTags.OfStore(services)))
        {
            return;
        }

        var stations = services.Standing.Stations(box);
        context.Response.ContentType = ContentType;
        var body = context.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, JsonAnswer.WriterOptions);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        for (var i = 0; i < stations.Count; i++)
        {
            var latest = Of(stations[i].Latest, deployment);
            if (latest.Count == 0)
            {
                continue;
            }

            StationFeature.Write(json, stations[i].Station, latest, services);
            if (json.BytesPending + body.UnflushedBytes >= PieceBytes)
            {
                json.Flush();
                if (!await ResponsePipe.SendAsync(body, context.RequestAborted))
                {
                    return;
                }
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        await body.FlushAsync(context.RequestAborted);
    }

    private static IReadOnlyList<StoredObservation> Of(IReadOnlyList<StoredObservation> latest, Deployment? deployment) =>
        deployment is { } only ? [.. latest.Where(observation => observation.Series.Deployment == only)] : latest;

    public async Task AnswerOneAsync(HttpContext context, QueryReader query)
    {
        var deviceId = DeviceIdOf(context);
        var nodeText = context.Request.RouteValues["node_id"] as string ?? "";
        if (!NodeId.TryParse(nodeText, out var nodeId))
        {
            query.Fail("node_id", nodeText, "is not a node id", "52 characters of lower-case base32 in the path");
        }

        if (await query.RefusedAsync(context) || EntityTags.AnswersNotModified(context, EntityTags.OfStore(services)))
        {
            return;
        }

        var latest = services.Standing.LatestOf(new StationKey(nodeId, deviceId));
        if (latest.Count == 0)
        {
            context.Response.Headers.Remove("ETag");
            await ProblemJson.WriteAsync(
                context, StatusCodes.Status404NotFound, $"the station {nodeText}/{deviceId} is not known here; /stations lists those that are");
            return;
        }

        await JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, ContentType, json => StationFeature.Write(json, new StationKey(nodeId, deviceId), latest, services));
    }

    // A device id may hold slashes, which the server leaves escaped in its decoded path; only the raw target tells %2F from %252F.
    private static string DeviceIdOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = target.AsSpan()[..(target.IndexOf('?') is var end and >= 0 ? end : target.Length)];
        var slash = path.StartsWith(PathStart, StringComparison.Ordinal) ? path[PathStart.Length..].IndexOf('/') : -1;
        return slash >= 0
            ? Uri.UnescapeDataString(path[(PathStart.Length + slash + 1)..].ToString())
            : context.Request.RouteValues["device_id"] as string ?? "";
    }
}
