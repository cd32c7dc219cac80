using System.Globalization;
using System.Text;

namespace Stratum.Api;

/// <summary>The values of one label set.</summary>
internal sealed class MetricSeries
{
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly string _labels;
    private readonly long[] _buckets;
    private long _count;
    private double _sum;

    public MetricSeries(ReadOnlySpan<KeyValuePair<string, object?>> tags, int bounds)
    {
        _tags = tags.ToArray();
        _buckets = new long[bounds];
        var labels = new StringBuilder();
        foreach (var (name, value) in _tags)
        {
            labels.Append(labels.Length == 0 ? "" : ",").Append(MetricName.Sanitize(name)).Append("=\"")
                .Append(MetricName.EscapeLabel(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        _labels = labels.ToString();
    }

    /// <summary>The value of a counter or gauge.</summary>
    public double Value { get; set; }

    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length != _tags.Length)
        {
            return false;
        }

        for (var i = 0; i < tags.Length; i++)
        {
            if (!string.Equals(tags[i].Key, _tags[i].Key, StringComparison.Ordinal) || !Equals(tags[i].Value, _tags[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    public void Observe(double value, double[] bounds)
    {
        _count++;
        _sum += value;
        for (var i = 0; i < bounds.Length; i++)
        {
            _buckets[i] += value <= bounds[i] ? 1 : 0;
        }
    }

    public void Write(StringBuilder text, string name, double[] bounds)
    {
        if (bounds.Length == 0)
        {
            WriteLine(text, name, "", _labels, Value);
            return;
        }

        var separator = _labels.Length == 0 ? "" : ",";
        for (var i = 0; i < bounds.Length; i++)
        {
            WriteLine(text, name, "_bucket", $"{_labels}{separator}le=\"{MetricName.Number(bounds[i])}\"", _buckets[i]);
        }

        WriteLine(text, name, "_bucket", $"{_labels}{separator}le=\"+Inf\"", _count);
        WriteLine(text, name, "_sum", _labels, _sum);
        WriteLine(text, name, "_count", _labels, _count);
    }

    private static void WriteLine(StringBuilder text, string name, string suffix, string labels, double value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(MetricName.Number(value)).Append('\n');
    }
}
