using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>
/// GET /export: everything that the filter selects, streamed from one snapshot. NDJSON without <c>fields</c> is one whole
/// observation a line, enough to verify each on its own.
/// </summary>
internal sealed class ExportEndpoint(ApiServices services)
{
    public async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        var filter = SeriesFilter.Read(query, services.Store, isPlaceRequired: false);
        var hasRetracted = SeriesFilter.HasRetracted(query);
        var fields = ObservationColumns.Read(query);
        var limit = query.Integer("limit", 1, long.MaxValue) ?? long.MaxValue;
        var format = ExportFormats.Read(query, context.Request);
        if (fields is not null && format == ExportFormat.GeoJson)
        {
            query.Fail("fields", null, "has no meaning with format=geojson", "fields with format=csv or ndjson");
        }

        if (await query.RefusedAsync(context))
        {
            return;
        }

        if (format is not { } chosen)
        {
            await ProblemJson.WriteAsync(
                context,
                StatusCodes.Status406NotAcceptable,
                $"none of Accept: {context.Request.Headers.Accept} can be answered; accepted: text/csv, application/x-ndjson, application/geo+json");
            return;
        }

        var response = context.Response;
        response.ContentType = ExportFormats.ContentTypeOf(chosen);
        response.Headers.ContentDisposition = $"attachment; filename=\"stratum-export.{ExportFormats.ExtensionOf(chosen)}\"";
        response.Headers.CacheControl = "no-cache";
        response.Headers.Append("Vary", "Accept");
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await WriteAsync(context, services.Standing.Query(filter, hasRetracted), chosen, fields, limit);
        }
    }

    private async Task WriteAsync(
        HttpContext context, IEnumerable<StoredObservation> rows, ExportFormat format, IReadOnlyList<NamedColumn>? fields, long limit)
    {
        var body = context.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, JsonAnswer.WriterOptions);
        var rowWriter = new ExportRowWriter(body, json, format, fields, services.Standing.WithdrawnBy);
        rowWriter.Begin();
        var written = 0L;
        foreach (var row in rows)
        {
            if (written == limit)
            {
                break;
            }

            rowWriter.Write(row);
            written++;
            // A node that stops must not wait for the end of an export; the cut is visible to the client.
            services.Stopping.ThrowIfCancellationRequested();
            if (ResponsePipe.IsPieceFull(body) && !await ResponsePipe.SendAsync(body, context.RequestAborted))
            {
                return;
            }
        }

        rowWriter.End();
        await body.FlushAsync(context.RequestAborted);
    }
}
