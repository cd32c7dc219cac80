using System.Globalization;
using System.Net;
using System.Numerics;

namespace Stratum.Ingest;

/// <summary>What to add to the configuration, or to change at the sender, for each cause of a refusal.</summary>
internal static class RefusalAdvice
{
    private const long BodyBytesCeiling = 64 * 1024 * 1024;
    private const string Token = "make a token with `stratum token create NAME` and put it into the path, /t/TOKEN";

    /// <param name="problem">The answer.</param>
    /// <param name="remote">The sender.</param>
    /// <param name="path">The path without secrets.</param>
    /// <param name="contentLength">Bytes of the body, where the sender says.</param>
    /// <param name="options">What is configured now.</param>
    public static string Of(Problem problem, IPAddress? remote, string path, long? contentLength, HttpIngestOptions options) => problem.Reason switch
    {
        "unauthorized" => OfNetwork(remote, path, options),
        "forbidden" when problem.Parameter == "Origin" => "let the page send a token: Authorization: Bearer TOKEN (`stratum token create NAME`)",
        "forbidden" => "compare with `stratum token list`; a lost token is replaced with `stratum token create NAME`",
        "too_large" => OfSize(problem, contentLength, options),
        "unsupported" => "let the sender name what it sends in Content-Type: application/json, application/x-ndjson, application/senml+json",
        "method" => "let the sender use POST",
        "not_found" => "let it post JSON to /ingest, line protocol to /write; a gateway's form or query may have any path",
        "slow" or "aborted" => "Content-Length may say more than is sent, or the link is too slow",
        _ => "docs/ADAPTERS.md shows what each path takes",
    };

    private static string OfNetwork(IPAddress? remote, string path, HttpIngestOptions options)
    {
        var withToken = Token + (path.StartsWith("/t/", StringComparison.Ordinal) ? "/..." : path);
        if (SenderAddress.Plain(remote) is not { } address || SenderAddress.ToOpen(address) is not { } network)
        {
            return withToken;
        }

        var networks = options.OpenNetworks.Append(network.ToString()).Distinct(StringComparer.Ordinal).Select(one => $"\"{one}\"");
        return $"set [ingest] open_networks = [{string.Join(", ", networks)}], or {withToken}";
    }

    private static string OfSize(Problem problem, long? contentLength, HttpIngestOptions options)
    {
        if (problem.Detail.Contains("readings", StringComparison.Ordinal))
        {
            return $"send less at once, or set [ingest] max_items above {options.ItemsMax}";
        }

        var bytes = Math.Max(2L * options.BodyBytesMax, (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(0, contentLength ?? 0)));
        return bytes <= BodyBytesCeiling
            ? string.Create(CultureInfo.InvariantCulture, $"send less at once, or set [ingest] max_body_bytes = {bytes}")
            : "send less at once";
    }
}
