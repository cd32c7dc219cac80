using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;

namespace Stratum.Api;

/// <summary>
/// Collects what one <see cref="Meter"/> measures and writes it as Prometheus text 0.0.4. It listens to that instance only,
/// so that several nodes in one process keep their figures apart. Make it right after the meter: what was measured before is
/// not seen.
/// </summary>
public sealed class PrometheusExporter : IDisposable
{
    /// <summary>Content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Starts to listen to <paramref name="meter"/>.</summary>
    public PrometheusExporter(Meter meter)
    {
        Meter = meter;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
            }
        };
        Listen<byte>(value => value);
        Listen<short>(value => value);
        Listen<int>(value => value);
        Listen<long>(value => value);
        Listen<float>(value => value);
        Listen<double>(value => value);
        Listen<decimal>(value => (double)value);
        _listener.Start();
    }

    /// <summary>The meter.</summary>
    public Meter Meter { get; }

    /// <summary>Writes every family, in order of name, with observable instruments read now.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        // One scrape at a time: two would each add up the observations of the other.
        lock (_gate)
        {
            foreach (var family in _families.Values)
            {
                family.ForgetObserved();
            }
        }

        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var family in _families.Values)
            {
                family.Write(text);
            }
        }

        foreach (var chunk in text.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, output);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Listen<T>(Func<T, double> convert)
        where T : struct =>
        _listener.SetMeasurementEventCallback<T>((_, value, tags, state) => (state as MetricFamily)?.Record(convert(value), tags));

    // Two instruments of one name share a family.
    private MetricFamily FamilyOf(Instrument instrument)
    {
        var family = new MetricFamily(instrument);
        lock (_gate)
        {
            if (_families.TryGetValue(family.Name, out var known))
            {
                return known;
            }

            _families.Add(family.Name, family);
            return family;
        }
    }
}
