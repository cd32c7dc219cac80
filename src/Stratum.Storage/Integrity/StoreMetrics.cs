using System.Diagnostics.Metrics;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The store's part of /metrics. Without a meter nothing is measured.</summary>
internal sealed class StoreMetrics
{
    private readonly Histogram<double>? _append;
    private readonly Histogram<double>? _fsync;
    private readonly Histogram<long>? _group;

    public StoreMetrics(Meter? meter, Func<StoreStatus> status, Func<StoreView> view, ContentPlaces places, Func<long> merges, Func<int> quarantined)
    {
        if (meter is null)
        {
            return;
        }

        _append = meter.CreateHistogram<double>("stratum.store.append.duration", "s", "Time from the call of an append until it is durable.");
        _fsync = meter.CreateHistogram<double>("stratum.store.fsync.duration", "s", "Time of an fsync of the write-ahead log.");
        _group = meter.CreateHistogram<long>("stratum.store.group.size", null, "Observations that share one fsync.");
        meter.CreateObservableGauge("stratum.store.observations", () => status().Observations, null, "Observations held.");
        meter.CreateObservableGauge("stratum.store.series", () => status().Series, null, "Series held.");
        meter.CreateObservableGauge("stratum.store.tables", () => status().Tables, null, "Table files.");
        meter.CreateObservableGauge("stratum.store.size", () => Sizes(status()), "By", "Bytes, by where they are.");
        meter.CreateObservableGauge("stratum.store.columns", () => Columns(view()), "By", "Bytes of tables, by column.");
        meter.CreateObservableCounter("stratum.store.merges", merges, null, "Days whose tables were written anew.");
        meter.CreateObservableCounter("stratum.store.places", () => Places(places), null, "Look-ups by id alone, by whether the ids of the hour were at hand.");
        meter.CreateObservableGauge("stratum.store.recovery.duration", () => status().RecoveryMs / 1000.0, "s", "Time of the last start's recovery.");
        meter.CreateObservableCounter("stratum.store.corruptions", () => status().Corruptions, null, "Damaged places found in files since the start.");
        meter.CreateObservableGauge("stratum.store.quarantined", quarantined, null, "Copies of damaged files that are kept.");
    }

    /// <summary>Whether times need to be taken.</summary>
    public bool IsOn => _append is { Enabled: true };

    public void Appended(TimeSpan time) => _append?.Record(time.TotalSeconds);

    public void Flushed(TimeSpan time, int rows)
    {
        _fsync?.Record(time.TotalSeconds);
        _group?.Record(rows);
    }

    private static Measurement<long>[] Sizes(StoreStatus status) =>
    [
        new(status.TableBytes, new KeyValuePair<string, object?>("in", "tables")),
        new(status.WalBytes, new KeyValuePair<string, object?>("in", "log")),
        new(status.MemtableBytes, new KeyValuePair<string, object?>("in", "memory")),
    ];

    private static IEnumerable<Measurement<long>> Columns(StoreView view)
    {
        for (var column = 0; column < TableFormat.ColumnCount; column++)
        {
            long bytes = 0;
            foreach (var table in view.Tables)
            {
                bytes += table.Reader.Footer.ColumnBytes.ElementAtOrDefault(column);
            }

            yield return new Measurement<long>(bytes, new KeyValuePair<string, object?>("column", NameOf((TableColumn)column)));
        }
    }

    private static Measurement<long>[] Places(ContentPlaces places) =>
    [
        new(places.Hits, new KeyValuePair<string, object?>("result", "hit")),
        new(places.Misses, new KeyValuePair<string, object?>("result", "miss")),
    ];

    private static string NameOf(TableColumn column) => column switch
    {
        TableColumn.Timestamps => "timestamps",
        TableColumn.Values => "values",
        TableColumn.Places => "places",
        TableColumn.Station => "station",
        TableColumn.Scores => "scores",
        _ => "signatures",
    };
}
