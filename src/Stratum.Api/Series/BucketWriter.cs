using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>Writes a page of buckets as JSON or CSV.</summary>
internal static class BucketWriter
{
    private const string CsvType = "text/csv; charset=utf-8; header=present";
    private const int PieceBytes = 32 * 1024;

    public static Task WriteAsync(HttpContext context, BucketPage page, SeriesRequest request) =>
        request.IsCsv ? WriteCsvAsync(context, page, request.Aggregates) : WriteJsonAsync(context, page, request.Aggregates);

    private static async Task WriteJsonAsync(HttpContext context, BucketPage page, Aggregates aggregates)
    {
        context.Response.ContentType = "application/json";
        var body = context.Response.BodyWriter;
        var columns = BucketColumns.Of(aggregates);
        await using var json = new Utf8JsonWriter(body, JsonAnswer.WriterOptions);
        json.WriteStartObject();
        json.WriteStartArray("buckets");
        foreach (var bucket in page.Buckets)
        {
            WriteObject(json, bucket, columns);
            if (json.BytesPending > 0 && body.UnflushedBytes + json.BytesPending > PieceBytes)
            {
                json.Flush();
                if (!await ResponsePipe.SendAsync(body, context.RequestAborted))
                {
                    return;
                }
            }
        }

        json.WriteEndArray();
        json.WriteString("next", page.Next);
        json.WriteEndObject();
        json.Flush();
        await body.FlushAsync(context.RequestAborted);
    }

    private static void WriteObject(Utf8JsonWriter json, Bucket bucket, (Aggregates Column, string Name)[] columns)
    {
        json.WriteStartObject();
        json.WriteNumber("timestamp", bucket.Start);
        json.WriteString("node_id", bucket.Key.NodeId.ToString());
        json.WriteString("device_id", bucket.Key.DeviceId);
        json.WriteString("reading_type", bucket.Key.ReadingType);
        json.WriteString("unit", bucket.Key.Unit);
        json.WriteString("deployment", Deployments.NameOf(bucket.Key.Deployment));
        foreach (var (column, name) in columns)
        {
            StatusJson.WriteNumberOrNull(json, name, bucket[column]);
        }

        json.WriteEndObject();
    }

    // The next page's cursor is in the Link header, as for every page.
    private static async Task WriteCsvAsync(HttpContext context, BucketPage page, Aggregates aggregates)
    {
        context.Response.ContentType = CsvType;
        var body = context.Response.BodyWriter;
        var columns = BucketColumns.Of(aggregates);
        CsvText.WriteLine(body, ["timestamp", "node_id", "device_id", "reading_type", "unit", "deployment", .. columns.Select(column => column.Name)]);
        foreach (var bucket in page.Buckets)
        {
            WriteRow(body, bucket, columns);
            if (body.UnflushedBytes > PieceBytes && !await ResponsePipe.SendAsync(body, context.RequestAborted))
            {
                return;
            }
        }

        await body.FlushAsync(context.RequestAborted);
    }

    private static void WriteRow(PipeWriter body, Bucket bucket, (Aggregates Column, string Name)[] columns)
    {
        CsvText.WriteInteger(body, bucket.Start);
        foreach (var text in (ReadOnlySpan<string>)[bucket.Key.NodeId.ToString(), bucket.Key.DeviceId, bucket.Key.ReadingType, bucket.Key.Unit])
        {
            CsvText.WriteSeparator(body);
            CsvText.WriteText(body, text);
        }

        CsvText.WriteSeparator(body);
        CsvText.WriteText(body, Deployments.NameOf(bucket.Key.Deployment));
        foreach (var (column, _) in columns)
        {
            CsvText.WriteSeparator(body);
            if (bucket[column] is { } value && BucketColumns.IsWhole(column))
            {
                CsvText.WriteInteger(body, (long)value);
            }
            else
            {
                CsvText.WriteDouble(body, bucket[column]);
            }
        }

        CsvText.WriteEnd(body);
    }
}
