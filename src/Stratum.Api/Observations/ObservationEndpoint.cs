using System.Buffers;
using Microsoft.AspNetCore.Http;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>
/// GET /observations/{content_id}?timestamp=: one observation with its envelope and, as canonical_base64, the bytes that were
/// signed, so that anyone can verify it without this software.
/// </summary>
internal sealed class ObservationEndpoint(ApiServices services)
{
    public async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        var timestamp = query.Instant("timestamp");
        if (!query.Has("timestamp"))
        {
            query.Fail("timestamp", null, "is missing; there is no index by id alone", $"the observation's own timestamp: {InstantText.Accepted}");
        }

        var text = context.Request.RouteValues["content_id"] as string ?? "";
        if (!Hash256.TryParseHex(text, out var hash))
        {
            query.Fail("content_id", text, "is not a content id", "64 hexadecimal digits in the path");
        }

        if (await query.RefusedAsync(context))
        {
            return;
        }

        if (services.Store.Find(new ContentId(hash), timestamp!.Value) is not { } stored)
        {
            await ProblemJson.WriteAsync(
                context,
                StatusCodes.Status404NotFound,
                $"no observation {hash} with timestamp {timestamp} is held here; it may be another instant, or older than retention");
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-cache";
        Write(context.Response.BodyWriter, stored, services.Standing.WithdrawnBy(stored));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Write(IBufferWriter<byte> output, StoredObservation stored, Hash256? retractedBy)
    {
        var whole = new ArrayBufferWriter<byte>(2048);
        ObservationJson.Write(stored, whole, retractedBy);
        output.Write(whole.WrittenSpan[..^1]);
        output.Write(",\"canonical_base64\":\""u8);
        output.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(CanonicalForm.ToArray(stored.Observation.Observation))));
        output.Write("\"}"u8);
    }
}
