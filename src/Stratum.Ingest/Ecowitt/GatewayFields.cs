using System.Globalization;
using System.Text;

namespace Stratum.Ingest;

/// <summary>
/// The parameters of a gateway's request, from a form body or a request line. Names are compared without case, except the two
/// that differ by it (ID and id of AcuRite's bridge). Bounded in count and length; the first of two equal names counts.
/// </summary>
internal sealed class GatewayFields
{
    // A gateway with all its sensors sends some 250 fields of at most 40 characters.
    public const int FieldsMax = 512;
    public const int NameCharactersMax = 64;
    public const int ValueCharactersMax = 256;

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal);

    public int Count => _exact.Count;

    public IEnumerable<KeyValuePair<string, string>> All => _values;

    /// <summary>Whether the request is a weather station's at all.</summary>
    public bool IsStation => Has("PASSKEY") || Has("stationtype") || Has("ID") || Has("softwaretype") || Has("dateutc") || Has("sensor");

    public string? Exact(string name) => _exact.GetValueOrDefault(name);

    public string? Text(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    public bool Has(string name) => Text(name) is not null;

    /// <summary>A number, or null: not there, empty, one of the words for "no value", or -9999 (Wunderground).</summary>
    public double? Number(string name) => ParseNumber(_values.GetValueOrDefault(name));

    public static double? ParseNumber(string? text)
    {
        // What a gateway means by -9999 and its variants (-9999.0) is that it has no value.
        const double noValue = -9999;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number != noValue
            ? number
            : null;
    }

    /// <summary>Reads <c>a=b&amp;c=d</c> in URL encoding; what is no pair is passed over. Null when there are too many or too long ones.</summary>
    public static GatewayFields? Parse(ReadOnlySpan<char> text)
    {
        var fields = new GatewayFields();
        foreach (var range in text.Split('&'))
        {
            var pair = text[range];
            var equals = pair.IndexOf('=');
            if (equals <= 0)
            {
                continue;
            }

            // Before decoding, which at most shortens; three bytes of %XX are one character at least.
            if (fields.Count == FieldsMax || equals > 3 * NameCharactersMax || pair.Length - equals > 3 * ValueCharactersMax)
            {
                return null;
            }

            var (name, value) = (Decode(pair[..equals]).Trim(), Decode(pair[(equals + 1)..]).Trim());
            if (name.Length > NameCharactersMax || value.Length > ValueCharactersMax)
            {
                return null;
            }

            fields._exact.TryAdd(name, value);
            fields._values.TryAdd(name, value);
        }

        return fields;
    }

    public static GatewayFields? Parse(ReadOnlySpan<byte> utf8) => Parse(Encoding.UTF8.GetString(utf8));

    /// <summary>
    /// Reads a request line's target. Some Ambient consoles leave the question mark out and put the parameters straight behind the
    /// path (<c>/data/reportstationtype=...</c>): the first name then loses the path in front of it.
    /// </summary>
    public static GatewayFields? ParseTarget(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0)
        {
            return Parse(target.AsSpan(query + 1));
        }

        var equals = target.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return new GatewayFields();
        }

        var slash = target.LastIndexOf('/', equals);
        var start = slash + 1;
        foreach (var first in (ReadOnlySpan<string>)["stationtype", "PASSKEY", "ID", "dateutc"])
        {
            if (target.AsSpan(start, equals - start).EndsWith(first, StringComparison.OrdinalIgnoreCase))
            {
                start = equals - first.Length;
                break;
            }
        }

        return Parse(target.AsSpan(start));
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
