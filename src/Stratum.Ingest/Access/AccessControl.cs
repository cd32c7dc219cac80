using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Stratum.Ingest;

/// <summary>
/// Who may post: machines of an open network, or who shows a token (Bearer, Basic with the token as password, or in the path).
/// </summary>
internal sealed class AccessControl(OpenNetworks networks, TokenStore tokens)
{
    private const string Challenge = "Bearer realm=\"stratum\", Basic realm=\"stratum\", charset=\"UTF-8\"";

    public TokenStore Tokens => tokens;

    /// <summary>The devices that the request may post for, or the answer that refuses it.</summary>
    public bool TryAuthorize(HttpContext context, [NotNullWhen(true)] out DeviceScope? scope, [NotNullWhen(false)] out Problem? problem, string? offered = null)
    {
        problem = null;
        var inPath = context.Request.RouteValues.TryGetValue("token", out var value) ? value as string : null;
        if (networks.Contains(context.Connection.RemoteIpAddress) && !IsFromPage(context.Request))
        {
            scope = DeviceScope.Everything;
            return true;
        }

        var text = inPath ?? CredentialOf(context.Request.Headers.Authorization) ?? offered;
        scope = text is not null && tokens.Check(text) is { } token ? new DeviceScope(token.Devices) : null;
        if (scope is not null)
        {
            return true;
        }

        problem = Refusal(context.Request, inPath is not null, text is not null);
        return false;
    }

    // A page in a browser on this machine (or in the home network) is not the machine's owner: browsers name the page in Origin,
    // devices never send it. The header can only take a right away, so forging it gains nothing.
    // A picture's address makes a GET without Origin; the other headers are then what browsers send and stations do not.
    private static bool IsFromPage(HttpRequest request) => !StringValues.IsNullOrEmpty(request.Headers.Origin)
        || (HttpMethods.IsGet(request.Method)
            && !(StringValues.IsNullOrEmpty(request.Headers.Referer) && StringValues.IsNullOrEmpty(request.Headers.AcceptLanguage)
                && StringValues.IsNullOrEmpty(request.Headers["Sec-Fetch-Site"])));

    private static Problem Refusal(HttpRequest request, bool inPath, bool hasToken)
    {
        if (inPath)
        {
            return new Problem(403, "forbidden", "the token in the path is not known to this node, or was revoked (stratum token list)", "path");
        }

        if (!hasToken && IsFromPage(request))
        {
            return new Problem(403, "forbidden", "a web page may post only with a token, whatever network it is opened in", "Origin");
        }

        var detail = hasToken
            ? "the token is not known to this node, or was revoked (stratum token list)"
            : "this address is not in [ingest] open_networks, so a token is needed: Authorization: Bearer TOKEN, Basic with the token as password, "
                + "or the path /t/TOKEN/ingest (make one with stratum token create)";
        return new Problem(401, "unauthorized", detail, "Authorization") { Header = ("WWW-Authenticate", Challenge) };
    }

    private static string? CredentialOf(StringValues header)
    {
        // Two Authorization headers are nobody's habit; which of them counts would be a guess.
        if (header.Count != 1 || header[0] is not { } text)
        {
            return null;
        }

        if (text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return text["Bearer ".Length..].Trim();
        }

        // InfluxDB 2 clients.
        if (text.StartsWith("Token ", StringComparison.OrdinalIgnoreCase))
        {
            return text["Token ".Length..].Trim();
        }

        return text.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? PasswordOf(text["Basic ".Length..].Trim()) : null;
    }

    private static string? PasswordOf(string base64)
    {
        // The user name does not matter; gateways insist on one.
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }
}
