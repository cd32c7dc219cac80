using Microsoft.AspNetCore.Http;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// One request from first header to last byte of the answer: who, how much, what kind, then read, submit, answer. The order
/// is a defence: nothing of a body is read before its sender may post, and nothing is parsed before its size is known.
/// </summary>
internal sealed partial class IngestHandler(HttpIngest ingest)
{
    private delegate Reply BatchAnswer(HttpContext context, IngestBatch batch, IReadOnlyList<IntakeOutcome> outcomes);

    private readonly IdempotencyKeys _keys = new(ingest.Time);
    private int _running;

    public Task IngestAsync(HttpContext context) => SensorCommunityReader.IsFirmware(context.Request.Headers)
        ? SensorCommunityAsync(context)
        : HandleAsync(context, ContentTypes.Find(context.Request.ContentType), ContentTypes.Accepted);

    // The firmware sends application/json; its body is of the one kind whatever the header says.
    public Task SensorCommunityAsync(HttpContext context)
    {
        var station = SensorCommunityReader.StationOf(context.Request.Headers["X-Sensor"]);
        var pin = context.Request.Headers["X-PIN"].ToString();
        return HandleAsync(context, (body, batch) => SensorCommunityReader.Read(body, station, pin, batch), "application/json");
    }

    public Task NotFoundAsync(HttpContext context) => RefuseAsync(context, new Problem(
        404,
        "not_found",
        "there is nothing here; this listener takes POST /ingest, /sensor-community and /write and the uploads of weather gateways, each also below /t/TOKEN",
        "path"));

    private async Task HandleAsync(HttpContext context, BodyParser? parser, string accepted, BatchAnswer? answer = null, string? offered = null)
    {
        var problem = CheckHead(context.Request, parser, accepted);
        if (problem is not null || !ingest.Access.TryAuthorize(context, out var scope, out problem, offered))
        {
            await RefuseAsync(context, problem).ConfigureAwait(false);
            return;
        }

        try
        {
            var running = Interlocked.Increment(ref _running);
            problem = running > ingest.Options.ConcurrentRequestsMax
                ? Busy("busy", $"{ingest.Options.ConcurrentRequestsMax} requests are being read already", 1)
                : await ReadAndAnswerAsync(context, parser!, scope, answer ?? Answer).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }

        if (problem is not null)
        {
            await RefuseAsync(context, problem).ConfigureAwait(false);
        }
    }

    private Problem? CheckHead(HttpRequest request, BodyParser? parser, string accepted)
    {
        if (!HttpMethods.IsPost(request.Method))
        {
            return new Problem(405, "method", $"{Excerpt.Of(request.Method)} is not accepted here; POST is", "method") { Header = ("Allow", "POST") };
        }

        if (parser is null)
        {
            return new Problem(
                415, "unsupported", $"\"{Excerpt.Of(request.ContentType ?? "")}\" is not accepted; accepted are {accepted}, in UTF-8", "Content-Type")
            {
                Header = ("Accept", accepted),
            };
        }

        return ContentEncodingOf(request) is null
            ? new Problem(
                415,
                "unsupported",
                $"\"{Excerpt.Of(request.Headers.ContentEncoding.ToString())}\" is not accepted; accepted are gzip and identity",
                "Content-Encoding")
            {
                Header = ("Accept-Encoding", "gzip, identity"),
            }
            : request.ContentLength > ingest.Options.BodyBytesMax ? TooLargeAsAnnounced(request.HttpContext) : null;
    }

    // Answers and returns null, or returns what to refuse with.
    private async Task<Problem?> ReadAndAnswerAsync(HttpContext context, BodyParser parser, DeviceScope scope, BatchAnswer answer)
    {
        using var body = new PooledBody();
        var problem = await ReadAsync(context, body).ConfigureAwait(false);
        if (problem is not null)
        {
            return problem;
        }

        // From here on the body is here: it is stored, whether or not its sender waits for the answer.

        ingest.Metrics.Bytes(body.Span.Length);
        (var entry, var reply, problem) = _keys.Begin(context.Request, body.Span);
        if (entry is null && reply is null && problem is null)
        {
            (problem, reply) = await TakeAsync(context, body, parser, scope, answer).ConfigureAwait(false);
        }
        else if (entry is not null)
        {
            try
            {
                (problem, reply) = await TakeAsync(context, body, parser, scope, answer).ConfigureAwait(false);
            }
            finally
            {
                _keys.End(entry, reply);
            }
        }

        if (reply is not null)
        {
            await reply.WriteAsync(context.Response).ConfigureAwait(false);
        }

        return problem;
    }

    private async Task<(Problem? Problem, Reply? Reply)> TakeAsync(
        HttpContext context, PooledBody body, BodyParser parser, DeviceScope scope, BatchAnswer answer)
    {
        var batch = ingest.NewBatch(scope);
        var fault = Parse(body.Span, parser, batch);
        if (fault is not null)
        {
            return (new Problem(fault.Status, fault.Status == 413 ? "too_large" : "malformed", fault.Detail, "body"), null);
        }

        var (problem, outcomes) = await SubmitAsync(batch).ConfigureAwait(false);
        return problem is null ? (null, answer(context, batch, outcomes)) : (problem, null);
    }

    private static BodyFault? Parse(ReadOnlySpan<byte> bytes, BodyParser parser, IngestBatch batch)
    {
        var body = JsonText.Body(bytes);
        return body.IsEmpty ? BodyFault.Malformed("the body is empty; a JSON object, an array or lines of objects are accepted") : parser(body, batch);
    }
}
