using System.Diagnostics.Metrics;
using System.Text;

namespace Stratum.Api;

/// <summary>One instrument with all its label sets.</summary>
internal sealed class MetricFamily
{
    // Labels come from the program, but some name peers or devices: a bound keeps a stranger from filling memory with label sets.
    private const int MaxLabelSets = 500;

    private readonly Lock _gate = new();
    private readonly List<MetricSeries> _series = [];
    private readonly MetricKind _kind;
    private readonly bool _isObservable;
    private readonly bool _isAdditive;
    private readonly string _help;
    private readonly double[] _bounds;
    private long _dropped;

    public MetricFamily(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        _isObservable = instrument.IsObservable;
        _kind = type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter : MetricKind.Gauge;
        _isAdditive = type == typeof(Counter<>) || type == typeof(UpDownCounter<>);
        Name = MetricName.Of(instrument.Name, instrument.Unit, _kind);
        _help = instrument.Description ?? "";
        _bounds = _kind == MetricKind.Histogram ? HistogramBounds.Of(instrument) : [];
    }

    public string Name { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            if (Find(tags) is not { } series)
            {
                _dropped++;
                return;
            }

            if (_kind == MetricKind.Histogram)
            {
                series.Observe(value, _bounds);
            }
            else
            {
                series.Value = _isAdditive ? series.Value + value : value;
            }
        }
    }

    /// <summary>Observable instruments tell everything anew at each scrape; a label set that is no longer told is gone.</summary>
    public void ForgetObserved()
    {
        lock (_gate)
        {
            if (_isObservable)
            {
                _series.Clear();
            }
        }
    }

    public void Write(StringBuilder text)
    {
        lock (_gate)
        {
            if (_series.Count == 0)
            {
                return;
            }

            if (_help.Length > 0)
            {
                text.Append("# HELP ").Append(Name).Append(' ').Append(MetricName.EscapeHelp(_help)).Append('\n');
            }

            text.Append("# TYPE ").Append(Name).Append(' ').Append(MetricName.TypeOf(_kind)).Append('\n');
            foreach (var series in _series)
            {
                series.Write(text, Name, _bounds);
            }

            if (_dropped > 0)
            {
                text.Append("# ").Append(_dropped).Append(" measurements in further label sets were left out\n");
            }
        }
    }

    private MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var series in _series)
        {
            if (series.Has(tags))
            {
                return series;
            }
        }

        if (_series.Count >= MaxLabelSets)
        {
            return null;
        }

        var added = new MetricSeries(tags, _bounds.Length);
        _series.Add(added);
        return added;
    }
}
