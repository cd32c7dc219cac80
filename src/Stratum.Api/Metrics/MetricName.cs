using System.Globalization;
using System.Text;

namespace Stratum.Api;

/// <summary>Names and numbers as Prometheus wants them ("Metric and label naming", "Exposition formats").</summary>
internal static class MetricName
{
    private const string Prefix = "stratum_";

    /// <summary>stratum.store.append.duration in "s" becomes stratum_store_append_duration_seconds; counters end in _total.</summary>
    public static string Of(string instrument, string? unit, MetricKind kind)
    {
        var name = Sanitize(instrument);
        name = name.StartsWith(Prefix, StringComparison.Ordinal) ? name : Prefix + name;
        name = kind == MetricKind.Counter && name.EndsWith("_total", StringComparison.Ordinal) ? name[..^"_total".Length] : name;
        var suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        name = name.EndsWith(suffix, StringComparison.Ordinal) ? name : name + suffix;
        return kind == MetricKind.Counter ? name + "_total" : name;
    }

    public static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    /// <summary>Letters, digits and underscores only.</summary>
    public static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        }

        return text.ToString();
    }

    public static string EscapeHelp(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n");

    public static string EscapeLabel(string text) => EscapeHelp(text).Replace("\"", "\\\"");

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
