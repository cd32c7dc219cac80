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

    /// <inheritdoc/>
    public string Kind => AdapterKind;

    /// <inheritdoc/>
    public IReadOnlyList<string> SettingNames => Names;

    private static readonly string[] Names = ["mode", "url", "interval_s", "station"];

    /// <summary>What is wrong with a table.</summary>
    public static IReadOnlyList<SettingProblem> Check(SensorOptions sensor)
    {
        var settings = new SensorSettings(sensor, Names);
        Read(settings);
        return settings.Problems;
    }

    /// <inheritdoc/>
    public IIngestAdapter Create(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var settings = new SensorSettings(sensor, Names);
        var (url, interval) = Read(settings);
        settings.ThrowIfWrong();
        return url is null ? listener.AddGateway(sensor, "") : new EcowittPoller(listener.Frame(sensor, settings.Name, Kind), url, interval);
    }

    // Without a url the gateway posts.
    private static (Uri? Url, TimeSpan Interval) Read(SensorSettings settings)
    {
        if (settings.OneOf("mode", "push", "push", "poll") == "push")
        {
            settings.Refuse("url", "mode = \"push\" has none: the gateway posts to ingest_listen; mode = \"poll\" asks the gateway");
            settings.Refuse("interval_s", "with mode = \"push\" the gateway's own page sets it");
            return default;
        }

        settings.Refuse("station", "with mode = \"poll\" url says which gateway it is");
        var url = settings.HttpUrl("url", "http://192.168.1.51");
        return (url, TimeSpan.FromSeconds(settings.Integer("interval_s", IntervalSecondsDefault, IntervalSecondsMin, 3600)));
    }
}
