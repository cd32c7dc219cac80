using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Stratum.Api;

/// <summary>Weak entity tags, so that a client that polls is told in a few bytes that nothing changed.</summary>
internal static class EntityTags
{
    /// <summary>
    /// The state of everything that an answer from the store depends on: this run of the node (scores are made anew), the last arrival, the
    /// retention floor, the withdrawals and how much was scored. A tag belongs to one URL, so the query need not be in it.
    /// </summary>
    public static string OfStore(ApiServices services)
    {
        var scored = services.Scorer.Status;
        return $"W/\"{services.Identity.StartedAtMs:x}-{services.Store.LastArrival:x}-{services.Store.RetentionFloor:x}-{services.Withdrawals.Version:x}-"
            + $"{scored.Good:x}.{scored.NotEvaluated:x}.{scored.Suspect:x}.{scored.Fail:x}.{scored.ScoredTwice:x}\"";
    }

    /// <summary>Sets the tag and answers 304 when the client holds this state; true when it did.</summary>
    public static bool AnswersNotModified(HttpContext context, string tag)
    {
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        var known = context.Request.Headers.IfNoneMatch;
        if (known.Count == 0 || !EntityTagHeaderValue.TryParseList(known, out var tags))
        {
            return false;
        }

        var own = EntityTagHeaderValue.Parse(tag);
        foreach (var candidate in tags)
        {
            if (candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(own, useStrongComparison: false))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return true;
            }
        }

        return false;
    }
}
