using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Makes the Davis stations: consoles by serial line or TCP, WeatherLink Live and AirLink by HTTP.</summary>
public sealed class DavisFactory : IIngestAdapterFactory
{
    /// <summary>The value of <c>adapter</c>.</summary>
    public const string AdapterKind = "davis";

    // The maker's limit for the local API.
    private const int HttpIntervalSecondsMin = 10;

    private readonly HttpIngest _listener;
    private readonly Func<string, long?> _newestOf;
    private readonly DavisTiming _timing;

    /// <summary>Creates the factory; the listener lends its rules.</summary>
    /// <param name="listener">The ingest listener.</param>
    /// <param name="newestOf">Unix seconds of the newest stored reading of a device_id of this node; null when there is none. A backfill begins there.</param>
    public DavisFactory(HttpIngest listener, Func<string, long?> newestOf)
        : this(listener, newestOf, new DavisTiming())
    {
    }

    internal DavisFactory(HttpIngest listener, Func<string, long?> newestOf, DavisTiming timing) =>
        (_listener, _newestOf, _timing) = (listener, newestOf, timing);

    /// <inheritdoc/>
    public string Kind => AdapterKind;

    /// <inheritdoc/>
    public IReadOnlyList<string> SettingNames => Names;

    private static readonly string[] Names = ["url", "interval_s", "rain_collector", "backfill", "timezone"];

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
        var own = Read(settings);
        settings.ThrowIfWrong();
        var frame = _listener.Frame(sensor, settings.Name, Kind);
        return IsHttp(own.Url)
            ? new WeatherLinkAdapter(frame, own.Url, own.Interval)
            : new DavisConsoleAdapter(frame, own with { MaxAgeDays = _listener.Options.MaxAgeDays }, SensorSettings.DeviceIdOf(sensor), _newestOf, _timing);
    }

    private static DavisSettings Read(SensorSettings settings)
    {
        var url = UrlOf(settings);
        if (IsHttp(url))
        {
            foreach (var key in (ReadOnlySpan<string>)["rain_collector", "backfill", "timezone"])
            {
                settings.Refuse(key, "only consoles by tcp:// and serial:// have it");
            }
        }

        var isHttp = IsHttp(url);
        return new DavisSettings
        {
            Url = url,
            Interval = TimeSpan.FromSeconds(settings.Integer("interval_s", isHttp ? HttpIntervalSecondsMin : 0, isHttp ? HttpIntervalSecondsMin : 0, 3600)),
            Collector = isHttp ? null : Collector(settings),
            Backfill = isHttp || settings.Flag("backfill", true),
            Zone = isHttp ? TimeZoneInfo.Utc : settings.Zone("timezone"),
        };
    }

    // A wrong one is noted, and the rest is read as for a console.
    private static Uri UrlOf(SensorSettings settings)
    {
        const string example = "tcp://192.168.1.50:22222";
        var text = settings.Required("url", example);
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && IsAccepted(url))
        {
            return url;
        }

        settings.Wrong(
            "url",
            $"url is \"{Excerpt.Of(text)}\"; accepted are tcp://host:22222, serial:///dev/ttyUSB0 (?baud=1200, 2400, 4800, 9600 or 19200) and http://host");
        return new Uri(example);
    }

    private static bool IsHttp(Uri url) => url.Scheme is "http" or "https";

    private static bool IsAccepted(Uri url) => url.Scheme switch
    {
        "tcp" => url.Host.Length > 0,
        "http" or "https" => url.UserInfo.Length == 0,
        "serial" => url.AbsolutePath.StartsWith("/dev/", StringComparison.Ordinal) && SerialStream.SpeedOf(DavisLink.BaudOf(url)) is not null,
        _ => false,
    };

    private static RainCollector? Collector(SensorSettings settings)
    {
        if (settings.Text("rain_collector") is not { } text)
        {
            return null;
        }

        var collector = RainCollector.OfSetting(text);
        if (collector is null)
        {
            settings.Wrong("rain_collector", $"rain_collector is \"{Excerpt.Of(text)}\"; accepted are \"0.01in\", \"0.2mm\" and \"0.1mm\"");
        }

        return collector;
    }
}
