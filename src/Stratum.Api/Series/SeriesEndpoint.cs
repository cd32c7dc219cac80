using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>GET /series: a page of observations, or of aggregates over steps.</summary>
internal sealed class SeriesEndpoint(ApiServices services)
{
    // Rows between two looks at whether the client is still there.
    private const int RowsBetweenChecks = 1024;

    public async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        var request = SeriesRequest.Read(query, services);
        if (await query.RefusedAsync(context) || EntityTags.AnswersNotModified(context, EntityTags.OfStore(services)))
        {
            return;
        }

        if (request.StepSeconds is not null)
        {
            await AnswerBucketsAsync(context, request);
            return;
        }

        // The page is read before the first byte goes out: its cursor belongs into a header, and a damaged block into the status.
        var rows = ArrayPool<StoredObservation>.Shared.Rent(request.Limit);
        try
        {
            var count = ReadPage(request, rows, context.RequestAborted, out var hasMore);
            var next = hasMore ? services.Store.CursorAfter(rows[count - 1]) : null;
            NextLink.Set(context, next);
            context.Response.ContentType = "application/json";
            await WriteAsync(context, rows.AsMemory(0, count), request.Fields, next);
        }
        finally
        {
            ArrayPool<StoredObservation>.Shared.Return(rows, clearArray: true);
        }
    }

    private int ReadPage(SeriesRequest request, StoredObservation[] rows, CancellationToken cancellationToken, out bool hasMore)
    {
        var count = 0;
        var skipped = 0;
        hasMore = false;
        foreach (var row in services.Standing.Query(request.Query, request.HasRetracted))
        {
            if (skipped < request.Offset)
            {
                skipped++;
                if (skipped % RowsBetweenChecks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                continue;
            }

            if (count == request.Limit)
            {
                hasMore = true;
                break;
            }

            rows[count++] = row;
        }

        return count;
    }

    private async Task WriteAsync(HttpContext context, ReadOnlyMemory<StoredObservation> rows, IReadOnlyList<NamedColumn>? fields, string? next)
    {
        var body = context.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, JsonAnswer.WriterOptions);
        body.Write("{\"observations\":["u8);
        for (var i = 0; i < rows.Length; i++)
        {
            WriteRow(body, json, rows.Span[i], fields, isFirst: i == 0);
            if (ResponsePipe.IsPieceFull(body) && !await ResponsePipe.SendAsync(body, context.RequestAborted))
            {
                return;
            }
        }

        WriteEnd(body, json, next);
        await body.FlushAsync(context.RequestAborted);
    }

    private void WriteRow(PipeWriter body, Utf8JsonWriter json, StoredObservation row, IReadOnlyList<NamedColumn>? fields, bool isFirst)
    {
        body.Write(isFirst ? ""u8 : ","u8);
        if (fields is null)
        {
            ObservationJson.Write(row, body, services.Standing.WithdrawnBy(row));
            return;
        }

        SlimObservationJson.Write(json, row, fields);
        json.Flush();
        json.Reset();
    }

    private static void WriteEnd(PipeWriter body, Utf8JsonWriter json, string? next)
    {
        body.Write("],\"next\":"u8);
        json.WriteStringValue(next);
        json.Flush();
        body.Write("}"u8);
    }

    private async Task AnswerBucketsAsync(HttpContext context, SeriesRequest request)
    {
        var page = SeriesAggregation.Read(services, request, services.Options.MaxRowsScanned, context.RequestAborted);
        if (page.Problem is { } problem)
        {
            await ProblemJson.WriteAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        NextLink.Set(context, page.Next);
        await BucketWriter.WriteAsync(context, page, request);
    }
}
