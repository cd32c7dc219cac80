using System.Text;
using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>GET /metrics: the node's meter and the process, as Prometheus text.</summary>
internal sealed class MetricsEndpoint(ApiServices services)
{
    public async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        if (await query.RefusedAsync(context))
        {
            return;
        }

        context.Response.ContentType = PrometheusExporter.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        var body = context.Response.BodyWriter;
        services.Metrics.Write(body);
        Encoding.UTF8.GetBytes(ProcessText(), body);
        await body.FlushAsync(context.RequestAborted);
    }

    private string ProcessText()
    {
        var identity = services.Identity;
        var uptimeSeconds = Math.Max(0, services.Time.GetUtcNow().ToUnixTimeMilliseconds() - identity.StartedAtMs) / 1000.0;
        return $"""
            # HELP stratum_process_resident_bytes Resident memory of the process.
            # TYPE stratum_process_resident_bytes gauge
            stratum_process_resident_bytes {Environment.WorkingSet}
            # HELP stratum_uptime_seconds Seconds since the node started to serve.
            # TYPE stratum_uptime_seconds gauge
            stratum_uptime_seconds {MetricName.Number(uptimeSeconds)}
            # HELP stratum_build_info The node and its version; always 1.
            # TYPE stratum_build_info gauge
            stratum_build_info{Labels()} 1

            """;
    }

    private string Labels() =>
        $"{{node_id=\"{services.Identity.NodeId}\",version=\"{MetricName.EscapeLabel(services.Identity.Version)}\"}}";
}
