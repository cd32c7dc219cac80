using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Stratum.Api;

/// <summary>What the query API counts about itself. Labels come from the route table, never from the request.</summary>
internal sealed class ApiMetrics
{
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _seconds;

    public ApiMetrics(Meter meter, Gate streams)
    {
        _requests = meter.CreateCounter<long>("stratum.api.requests", description: "Requests to the query API by route and status.");
        _seconds = meter.CreateHistogram<double>("stratum.api.request.duration", "s", "Time to the end of an answer, streams excepted.");
        meter.CreateObservableGauge("stratum.api.streams", () => streams.Taken, description: "Streams that are open.");
    }

    public void Answered(HttpContext context, TimeSpan elapsed)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
        _requests.Add(1, new("route", route), new("status", context.Response.StatusCode));
        if (route != "/stream")
        {
            _seconds.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("route", route));
        }
    }
}
