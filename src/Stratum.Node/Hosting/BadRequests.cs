using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Stratum.Node.Hosting;

/// <summary>Listens to what Kestrel refuses before a route sees it: it says so to nobody but the sender, and to the sender without a word.</summary>
internal sealed class BadRequests(Action<RefusedConnection> onRefused) : IObserver<KeyValuePair<string, object?>>
{
    /// <summary>The event's name.</summary>
    public const string EventName = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not IFeatureCollection features || features.Get<IBadRequestExceptionFeature>()?.Error is not BadHttpRequestException error)
        {
            return;
        }

        // Behind a colon Kestrel quotes the sender, with whatever secrets it has.
        var reason = error.Message.Split(':', 2)[0].TrimEnd('.');
        var isTls = reason.Contains("HTTPS", StringComparison.OrdinalIgnoreCase) || reason.Contains("TLS", StringComparison.Ordinal);
        onRefused(new RefusedConnection(
            features.Get<IHttpConnectionFeature>()?.RemoteIpAddress,
            features.Get<IHttpRequestFeature>()?.RawTarget ?? "",
            isTls ? "tls" : "bad_request",
            error.StatusCode,
            isTls ? "the sender speaks TLS, and this port does not" : $"the request cannot be read ({reason})",
            isTls
                ? "let it use http://, or give [api] tls_cert and tls_key and leave [ingest] tls at \"both\""
                : "the sender writes bytes that belong in no request line or header; has it another protocol (Ecowitt, by POST)?"));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
