using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>GET /health and /health/live: the process answers. GET /health/ready: whether it can do its work, with reasons.</summary>
internal sealed class HealthEndpoint(ApiServices services)
{
    // Probes of common orchestrators come every 5 to 10 seconds.
    private const int RetryAfterSeconds = 5;

    public static async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        if (!await query.RefusedAsync(context))
        {
            context.Response.Headers.CacheControl = "no-store";
            await JsonAnswer.WriteAsync(context, json =>
            {
                json.WriteStartObject();
                json.WriteString("status", "ok");
                json.WriteEndObject();
            });
        }
    }

    public async Task AnswerReadyAsync(HttpContext context, QueryReader query)
    {
        if (await query.RefusedAsync(context))
        {
            return;
        }

        var problems = Problems();
        context.Response.Headers.CacheControl = "no-store";
        if (problems.Count > 0)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
        }

        var status = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await JsonAnswer.WriteAsync(context, status, "application/json", json =>
        {
            json.WriteStartObject();
            json.WriteString("status", problems.Count == 0 ? "ready" : "not_ready");
            json.WriteStartArray("reasons");
            foreach (var (check, problem) in problems)
            {
                json.WriteStartObject();
                json.WriteString("check", check);
                json.WriteString("problem", problem);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private List<(string Check, string Problem)> Problems()
    {
        var problems = new List<(string, string)>();
        foreach (var check in services.HealthChecks)
        {
            if (check.Problem() is { } problem)
            {
                problems.Add((check.Name, problem));
            }
        }

        if (services.Stopping.IsCancellationRequested)
        {
            problems.Add(("shutdown", "the node is stopping"));
        }

        return problems;
    }
}
