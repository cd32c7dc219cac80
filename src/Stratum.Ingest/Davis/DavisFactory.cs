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
    private int _count;

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
    public IReadOnlyList<string> SettingNames => ["url", "interval_s", "rain_collector", "backfill", "timezone"];

    /// <inheritdoc/>
    public IIngestAdapter Create(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var settings = new SensorSettings(sensor, SettingNames);
        var name = settings.NameOr($"{Kind}-{++_count}");
        var frame = _listener.Frame(sensor, name, Kind);
        const string example = "tcp://192.168.1.50:22222";
        var text = settings.Required("url", example);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !IsAccepted(url))
        {
            throw settings.Wrong(
                $"url is \"{Excerpt.Of(text)}\"; accepted are tcp://host:22222, serial:///dev/ttyUSB0 (?baud=1200, 2400, 4800, 9600 or 19200) and http://host");
        }

        if (url.Scheme is "http" or "https")
        {
            foreach (var key in (ReadOnlySpan<string>)["rain_collector", "backfill", "timezone"])
            {
                settings.Refuse(key, "only consoles by tcp:// and serial:// have it");
            }

            var seconds = settings.Integer("interval_s", HttpIntervalSecondsMin, HttpIntervalSecondsMin, 3600);
            return new WeatherLinkAdapter(frame, url, TimeSpan.FromSeconds(seconds));
        }

        var own = new DavisSettings
        {
            Url = url,
            Interval = TimeSpan.FromSeconds(settings.Integer("interval_s", 0, 0, 3600)),
            Collector = Collector(settings),
            Backfill = settings.OneOf("backfill", "true", ["true", "false"]) == "true",
            Zone = Zone(settings),
            MaxAgeDays = _listener.Options.MaxAgeDays,
        };
        var deviceId = sensor.DeviceId ?? (_count == 1 ? Kind : $"{Kind}-{_count}");
        return new DavisConsoleAdapter(frame, own, deviceId, _newestOf, _timing);
    }

    private static bool IsAccepted(Uri url) => url.Scheme switch
    {
        "tcp" => url.Host.Length > 0,
        "http" or "https" => url.UserInfo.Length == 0,
        "serial" => url.AbsolutePath.StartsWith("/dev/", StringComparison.Ordinal) && SerialStream.SpeedOf(DavisLink.BaudOf(url)) is not null,
        _ => false,
    };

    private static RainCollector? Collector(SensorSettings settings) =>
        settings.Text("rain_collector") is { } text
            ? RainCollector.OfSetting(text) ?? throw settings.Wrong($"rain_collector is \"{Excerpt.Of(text)}\"; accepted are \"0.01in\", \"0.2mm\" and \"0.1mm\"")
            : null;

    private static TimeZoneInfo Zone(SensorSettings settings)
    {
        if (settings.Text("timezone") is not { } text)
        {
            return TimeZoneInfo.Local;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone)
            ? zone
            : throw settings.Wrong($"timezone is \"{Excerpt.Of(text)}\"; accepted are names of the time zone database such as \"Europe/Oslo\"");
    }
}
