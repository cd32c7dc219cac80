using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>GET /stream: Server-Sent Events. A reconnecting browser resumes by itself with Last-Event-ID.</summary>
internal sealed class StreamEndpoint(ApiServices services, Gate streams)
{
    // Streams end when their clients leave, which nobody can predict: do not have everybody ask every second.
    private const int RetryAfterSeconds = 30;

    public async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        var filter = new StreamFilter(query.Box(), query.ReadingType(), query.Deployment(otherwise: null));
        var since = Since(context, query);
        if (await query.RefusedAsync(context))
        {
            return;
        }

        if (!streams.TryEnter())
        {
            await ProblemJson.WriteBusyAsync(context, $"{streams.Places} streams are open, which is max_streams; come back later", RetryAfterSeconds);
            return;
        }

        try
        {
            var response = context.Response;
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            // Proxies that collect a response before they pass it on would hold back every event (nginx).
            response.Headers["X-Accel-Buffering"] = "no";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, services.Stopping);
                var sendingSide = context.Features.Get<ISendingSide>()?.Closed ?? CancellationToken.None;
                await new StreamSession(services, filter, response.BodyWriter, sendingSide).RunAsync(since, stop);
            }
        }
        finally
        {
            streams.Leave();
        }
    }

    // The header wins: a browser that reconnects sends it beside the since of the page's first request.
    private StreamCursor? Since(HttpContext context, QueryReader query)
    {
        const string Accepted = "the id of the last event, unchanged; or 0 for everything that can be replayed";
        var since = query.Text("since", ArrivalEpoch.CursorCharactersMax, Accepted) is { } text ? Read(query, "since", text, Accepted) : null;
        return context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } lastId, ..] ? Read(query, "Last-Event-ID", lastId, Accepted) : since;
    }

    private StreamCursor? Read(QueryReader query, string name, string text, string accepted)
    {
        if (services.Store.Epoch.TryParse(text, out var arrival, out var isOurs))
        {
            return new StreamCursor(arrival, isOurs);
        }

        query.Fail(name, text, "is not an id of this stream", accepted);
        return null;
    }
}
