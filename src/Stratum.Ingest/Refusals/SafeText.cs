using System.Buffers;
using System.Text.RegularExpressions;

namespace Stratum.Ingest;

/// <summary>A request's path, and what is said of a request, without the secrets that senders put there.</summary>
internal static partial class SafeText
{
    // Tokens have 43 characters; the longest name of a page that gateways ask for, updateweatherstation.php, has a dot.
    private const int SegmentCharactersMax = 20;
    private const string Masked = "*";

    private static readonly SearchValues<char> PathEnd = SearchValues.Create("?#=& \r\n");

    /// <summary>The path of a request target: without query, without token, without the parameters that some consoles write behind it.</summary>
    public static string PathOf(string target)
    {
        var end = target.AsSpan().IndexOfAny(PathEnd);
        var path = end < 0 ? target : target[..end];
        if (end >= 0 && target[end] is '=' or '&')
        {
            // The first parameter's name is glued to the path.
            path = path[..(path.LastIndexOf('/') + 1)];
        }

        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            var isToken = i == 2 && segments[1] is "t" or "T";
            var isLong = segments[i].Length >= SegmentCharactersMax && !segments[i].Contains('.', StringComparison.Ordinal);
            segments[i] = segments[i].Length > 0 && (isToken || isLong) ? Masked : segments[i];
        }

        return Excerpt.Of(string.Join('/', segments));
    }

    /// <summary>The text with the values of credentials left out.</summary>
    public static string Of(string text) => Credential().Replace(text, "$1" + Masked);

    [GeneratedRegex(
        @"(\b(?:PASSKEY|PASSWORD|ID|SITEID|SITEAUTHENTICATIONKEY|MAC|TOKEN|KEY|P)(?:=|%3D|""\s*:\s*""?))[^&\s""]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credential();
}
