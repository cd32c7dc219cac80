using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Makes the Ecowitt gateways: those that post (mode = "push", the default) and those that are asked (mode = "poll").</summary>
public sealed class EcowittFactory(HttpIngest listener) : IIngestAdapterFactory
{
    /// <summary>The value of <c>adapter</c>.</summary>
    public const string AdapterKind = "ecowitt";

    // A gateway's own page asks as often (INGEST, section 2.4).
    private const int IntervalSecondsMin = 10;
    private const int IntervalSecondsDefault = 60;

    private int _count;

    /// <inheritdoc/>
    public string Kind => AdapterKind;

    /// <inheritdoc/>
    public IReadOnlyList<string> SettingNames => ["mode", "url", "interval_s", "station"];

    /// <inheritdoc/>
    public IIngestAdapter Create(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var settings = new SensorSettings(sensor, SettingNames);
        var name = settings.NameOr($"{Kind}-{++_count}");
        var mode = settings.OneOf("mode", "push", ["push", "poll"]);
        if (mode == "push")
        {
            settings.Refuse("url", "mode = \"push\" has none: the gateway posts to ingest_listen; mode = \"poll\" asks the gateway");
            settings.Refuse("interval_s", "with mode = \"push\" the gateway's own page sets it");
            var station = new EcowittStation(sensor, name, settings.Text("station"), listener, listener.Time);
            listener.Gateways.Add(station);
            return station;
        }

        settings.Refuse("station", "with mode = \"poll\" url says which gateway it is");
        var url = settings.HttpUrl("url", "http://192.168.1.51");
        var interval = TimeSpan.FromSeconds(settings.Integer("interval_s", IntervalSecondsDefault, IntervalSecondsMin, 3600));
        return new EcowittPoller(listener.Frame(sensor, name, Kind), url, interval);
    }
}
