using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Stratum.Ingest;

/// <summary>The last battery states, as an observable gauge. Bounded: a sender of invented devices must not fill the memory or the scrape.</summary>
internal sealed class BatteryGauges
{
    // Ten gateways with every sensor that they can have.
    private const int SeriesMax = 512;

    private readonly ConcurrentDictionary<(string Device, string Name, string Kind), double> _states = new();

    public BatteryGauges(Meter meter) => meter.CreateObservableGauge(
        "stratum_ingest_battery", Measure, null, "Battery state as the device says: kind low (1 is low), level (0..5, 6 mains) or volt.");

    public void Set(string device, IReadOnlyList<BatteryReading> batteries)
    {
        foreach (var battery in batteries)
        {
            var key = (Excerpt.Of(device), battery.Name, battery.Kind);
            if (double.IsFinite(battery.Value) && (_states.Count < SeriesMax || _states.ContainsKey(key)))
            {
                _states[key] = battery.Value;
            }
        }
    }

    private IEnumerable<Measurement<double>> Measure()
    {
        foreach (var (key, value) in _states)
        {
            yield return new Measurement<double>(
                value,
                new KeyValuePair<string, object?>("device", key.Device),
                new KeyValuePair<string, object?>("battery", key.Name),
                new KeyValuePair<string, object?>("kind", key.Kind));
        }
    }
}
