using System.Text;
using Microsoft.AspNetCore.Http;

namespace Stratum.Api;

/// <summary>The Link header to the next page (RFC 8288). Relative, so that no Host header gets into it.</summary>
internal static class NextLink
{
    public static void Set(HttpContext context, string? cursor)
    {
        if (cursor is null)
        {
            return;
        }

        var request = context.Request;
        var link = new StringBuilder("<").Append(request.PathBase.ToUriComponent()).Append(request.Path.ToUriComponent()).Append('?');
        foreach (var (name, values) in request.Query)
        {
            if (name is not ("cursor" or "offset"))
            {
                link.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(values.ToString())).Append('&');
            }
        }

        context.Response.Headers.Link = link.Append("cursor=").Append(Uri.EscapeDataString(cursor)).Append(">; rel=\"next\"").ToString();
    }
}
