using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>One endpoint: its path, the query parameters that it accepts, and what answers.</summary>
/// <param name="Pattern">Route pattern.</param>
/// <param name="Parameters">Every query parameter; another one is answered with 400.</param>
/// <param name="Answer">The handler.</param>
internal sealed record ApiRoute(string Pattern, IReadOnlyList<string> Parameters, Func<HttpContext, QueryReader, Task> Answer)
{
    public Task HandleAsync(HttpContext context) => Answer(context, new QueryReader(context.Request, Parameters));
}
