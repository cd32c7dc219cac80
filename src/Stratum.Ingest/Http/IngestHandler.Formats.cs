using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Stratum.Core;

namespace Stratum.Ingest;

/// <content>Other systems' write endpoints, each with the answers that its clients expect.</content>
internal sealed partial class IngestHandler
{
    private const string InfluxAccepted = "text/plain; charset=utf-8";

    public Task InfluxV1Async(HttpContext context) => InfluxAsync(context, isVersion2: false);

    public Task InfluxV2Async(HttpContext context) => InfluxAsync(context, isVersion2: true);

    // What clients of InfluxDB 1 ask before they write.
    public static Task InfluxPingAsync(HttpContext context)
    {
        context.Response.Headers["X-Influxdb-Version"] = "1.8-stratum";
        return Reply.Empty.WriteAsync(context.Response);
    }

    public Task SensorThingsAsync(HttpContext context)
    {
        var reader = new SensorThingsReader(ingest.FindDatastream);
        return HandleAsync(context, reader.Read, "application/json", (_, batch, outcomes) => AnswerSensorThings(reader, batch, outcomes));
    }

    public Task OpenSenseMapAsync(HttpContext context)
    {
        var reader = new OpenSenseMapReader(ingest.FindDatastream);
        var isCsv = context.Request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true;
        return HandleAsync(context, isCsv ? reader.ReadCsv : reader.ReadJson, "application/json, text/csv", (_, batch, outcomes) =>
        {
            var (accepted, duplicates) = Settle(batch, outcomes);
            var status = accepted + duplicates > 0 ? StatusCodes.Status201Created : StatusCodes.Status422UnprocessableEntity;
            return Reply.Json(status, AnswerText.Write(accepted, duplicates, batch.Rejections));
        });
    }

    private Task InfluxAsync(HttpContext context, bool isVersion2)
    {
        var query = context.Request.Query;
        var precision = InfluxPrecision.Parse(query["precision"]);
        if (precision is null)
        {
            return RefuseAsync(context, new Problem(400, "malformed", "precision is none of n, ns, u, us, ms, s, m and h", "precision"));
        }

        return HandleAsync(
            context,
            (body, batch) => new InfluxReader(ingest.FindLines).Read(body, precision.Value, batch),
            InfluxAccepted,
            (_, batch, outcomes) => AnswerInflux(batch, outcomes, isVersion2),
            query["p"]);
    }

    private Reply AnswerInflux(IngestBatch batch, IReadOnlyList<IntakeOutcome> outcomes, bool isVersion2)
    {
        var (accepted, duplicates) = Settle(batch, outcomes);
        if (accepted + duplicates > 0 || batch.Rejections.Count == 0)
        {
            // Telegraf sends metrics of all kinds in one body: those that are no readings are counted and must not cost the others a repetition.
            return Reply.Empty;
        }

        var error = batch.Rejections[0];
        var detail = $"no line was taken; line {error.Index + 1}: {error.Error.Field} {error.Error.Reason}";
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, AnswerText.WriterOptions);
        json.WriteStartObject();
        if (isVersion2)
        {
            json.WriteString("code", "invalid");
        }

        json.WriteString(isVersion2 ? "message" : "error", detail);
        json.WriteEndObject();
        json.Flush();
        return Reply.Json(StatusCodes.Status400BadRequest, buffer.WrittenMemory);
    }

    private Reply AnswerSensorThings(SensorThingsReader reader, IngestBatch batch, IReadOnlyList<IntakeOutcome> outcomes)
    {
        var (accepted, duplicates) = Settle(batch, outcomes);
        var refused = batch.Rejections.Select(rejection => rejection.Index).ToHashSet();
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, AnswerText.WriterOptions);
        json.WriteStartArray();
        for (var row = 0; row < reader.Links.Count; row++)
        {
            json.WriteStringValue(refused.Contains(row) ? "error" : reader.Links[row]!.OriginalString);
        }

        json.WriteEndArray();
        json.Flush();
        var status = accepted + duplicates > 0 || reader.Links.Count == 0 ? StatusCodes.Status201Created : StatusCodes.Status422UnprocessableEntity;
        return Reply.Json(status, buffer.WrittenMemory);
    }

    private (int Accepted, int Duplicates) Settle(IngestBatch batch, IReadOnlyList<IntakeOutcome> outcomes)
    {
        var (accepted, duplicates) = batch.Settle(outcomes);
        ingest.Count(accepted, duplicates, batch);
        return (accepted, duplicates);
    }
}
