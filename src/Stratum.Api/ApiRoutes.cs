using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>The route table: what openapi.json and docs/API.md describe, checked by tests.</summary>
internal sealed class ApiRoutes
{
    private static readonly string[] FilterParameters =
        ["lat", "lng", "radius_km", "device_id", "node_id", "type", "deployment", "from", "to", "order", "duplicates", "fields", "cursor", "limit",
            "retracted"];

    public ApiRoutes(ApiServices services, Gate streams)
    {
        var queries = new Gate(services.Options.MaxQueries);
        var exports = new Gate(services.Options.MaxExports);
        var health = new HealthEndpoint(services);
        var status = new StatusEndpoint(services, streams);
        var stations = new StationsEndpoint(services);
        All =
        [
            new("/", [], PageEndpoint.AnswerAsync),
            new("/health", [], HealthEndpoint.AnswerAsync),
            new("/health/live", [], HealthEndpoint.AnswerAsync),
            new("/health/ready", [], health.AnswerReadyAsync),
            new(
                "/now",
                ["lat", "lng", "type", "deployment", "radius_km", "max_age_s", "k", "min_confidence", "method", "altitude"],
                Guarded(queries, new NowEndpoint(services).AnswerAsync)),
            new(
                "/series",
                [.. FilterParameters, "offset", "step", "agg", "min_confidence", "format"],
                Guarded(queries, new SeriesEndpoint(services).AnswerAsync)),
            new("/stream", ["north", "south", "east", "west", "type", "deployment", "since"], new StreamEndpoint(services, streams).AnswerAsync),
            new("/stations", ["north", "south", "east", "west", "deployment"], Guarded(queries, stations.AnswerAllAsync)),
            new("/stations/{node_id}/{**device_id}", [], stations.AnswerOneAsync),
            new("/observations/{content_id}", ["timestamp"], Guarded(queries, new ObservationEndpoint(services).AnswerAsync)),
            new("/withdrawals", ["node_id", "device_id"], new WithdrawalsEndpoint(services).AnswerAsync),
            new("/export", [.. FilterParameters, "format"], Guarded(queries, Guarded(exports, new ExportEndpoint(services).AnswerAsync))),
            new("/sensors", ["limit"], Guarded(queries, new SensorsEndpoint(services).AnswerAsync)),
            new("/status", [], status.AnswerAsync),
            new("/peers", ["near"], status.AnswerPeersAsync),
            new("/topology", [], status.AnswerTopologyAsync),
            new("/metrics", [], new MetricsEndpoint(services).AnswerAsync),
            new("/openapi.json", [], OpenApiEndpoint.AnswerAsync),
        ];
    }

    public IReadOnlyList<ApiRoute> All { get; }

    // A second is what one bounded query takes; an export may take longer, and then the next try says so again.
    private static Func<HttpContext, QueryReader, Task> Guarded(Gate gate, Func<HttpContext, QueryReader, Task> answer) => async (context, query) =>
    {
        if (!gate.TryEnter())
        {
            await ProblemJson.WriteBusyAsync(context, $"{gate.Places} queries of this kind run already, which is the limit; come back shortly", 1);
            return;
        }

        try
        {
            await answer(context, query);
        }
        finally
        {
            gate.Leave();
        }
    };
}
