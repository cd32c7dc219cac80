using System.Net;
using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// The ingest listener: takes readings by HTTP and acknowledges them once they are durable. Its routes are mapped by
/// <see cref="HttpIngestRoutes.MapIngest"/> on an application of its own; they answer 503 until <see cref="RunAsync"/> has
/// given them an intake, and again when it ends.
/// </summary>
public sealed class HttpIngest : IIngestAdapter
{
    /// <summary>The value of <c>adapter</c> for devices that post here.</summary>
    public const string AdapterKind = "http_json";

    private readonly IngestMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly DraftRules _rules;
    private readonly IClockPlausibility _clock;
    private readonly RefusedSenders _refusals;
    private readonly SensorSet _sensors = new();
    private volatile IObservationIntake? _intake;
    private volatile string _state = "waiting";

    /// <summary>Creates the listener. Throws <see cref="StratumException"/> when an option is wrong.</summary>
    public HttpIngest(
        HttpIngestOptions options, TokenStore tokens, IClockPlausibility clock, IngestMetrics metrics, TimeProvider time, ILogger<HttpIngest> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tokens);
        HttpIngestOptionsValidator.Check(options);
        Options = options;
        Logger = logger;
        Access = new AccessControl(new OpenNetworks(options.OpenNetworks), tokens);
        Statistics = new AdapterStatistics(time);
        Memory = new AdapterMemory(options.MemoryPath);
        _refusals = new RefusedSenders(time, logger);
        _metrics = metrics;
        _time = time;
        _clock = clock;
        var timestamps = new TimestampRule(clock, options.FutureSecondsMax, options.MaxAgeDays, new ClockWarnings(time, logger));
        _rules = new DraftRules(timestamps, QuantityRegistry.Default);
    }

    /// <inheritdoc/>
    public string Name => "ingest_listen";

    /// <inheritdoc/>
    public string Kind => AdapterKind;

    /// <inheritdoc/>
    public AdapterStatus Status => Statistics.ToStatus(Name, Kind, State);

    /// <summary>Who was refused lately.</summary>
    public IRefusedSenders RefusedSenders => _refusals;

    internal string State => _state;

    /// <summary>The configured gateways that post here.</summary>
    internal EcowittStations Gateways { get; } = new();

    /// <summary>What an adapter that goes to its device works in: the same rules as the listener's.</summary>
    internal AdapterFrame Frame(SensorOptions sensor, string name, string kind, DeviceDirectory? directory = null) =>
        new(sensor, name, kind, _rules, _clock, _metrics, _time, Logger)
        {
            Altitude = AltitudeOf(sensor),
            Directory = directory ?? new DeviceDirectory(sensor, DeviceDirectory.Everything, Memory, _time),
            Sources = new SourceChoice(Memory),
        };

    /// <summary>What adapters decided once, kept over restarts.</summary>
    internal AdapterMemory Memory { get; }

    /// <summary>Where a sensor stands, metres above sea level: its own word, else the node's unless the sensor stands elsewhere.</summary>
    internal double? AltitudeOf(SensorOptions? sensor) => sensor?.Altitude ?? (sensor?.Position is null ? Options.Altitude : null);

    internal HttpIngestOptions Options { get; }

    internal AccessControl Access { get; }

    internal AdapterStatistics Statistics { get; }

    internal IngestMetrics Metrics => _metrics;

    internal ILogger Logger { get; }

    internal TimeProvider Time => _time;

    internal IObservationIntake? Intake => _intake;

    /// <inheritdoc/>
    public async Task RunAsync(IObservationIntake intake, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intake);
        _intake = intake;
        _state = "listening";
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _intake = null;
        _state = "stopped";
    }

    /// <summary>Notes a sender that was refused: in the log (throttled), for /status, and as this adapter's last error.</summary>
    /// <param name="remote">The sender.</param>
    /// <param name="target">Its request's target, or "".</param>
    /// <param name="cause">One word for what was wrong; refusals of one cause and address are one entry.</param>
    /// <param name="status">HTTP status of the answer.</param>
    /// <param name="reason">What was wrong.</param>
    /// <param name="advice">What to do.</param>
    public void NoteRefusal(IPAddress? remote, string target, string cause, int status, string reason, string advice)
    {
        var noted = _refusals.Note(remote, target, cause, status, reason, advice);
        Statistics.Fault($"refused {noted.Address} at {noted.Path}: {noted.Reason}; {noted.Advice}");
    }

    /// <summary>Adds a table of kind http_json. With a problem nothing that is its device's is signed.</summary>
    internal IIngestAdapter AddSensor(SensorOptions options, IReadOnlyList<LineMapping> lines, string problem)
    {
        var sensor = new HttpJsonSensor(options, SensorSettings.NameOf(options), lines, this, _time) { Problem = problem };
        _sensors.Add(sensor);
        return sensor;
    }

    /// <summary>Adds a gateway that posts. With a problem nothing of it is signed.</summary>
    internal IIngestAdapter AddGateway(SensorOptions options, string problem)
    {
        var station = options.Settings.GetValueOrDefault("station") is { Length: > 0 } text ? text : null;
        var gateway = new EcowittStation(options, SensorSettings.NameOf(options), station, this, _time) { Problem = problem };
        Gateways.Add(gateway);
        return gateway;
    }

    /// <summary>What a SensorThings Datastream measures, where a sensor's table says so.</summary>
    internal DatastreamName? FindDatastream(string id) => _sensors.FindDatastream(id);

    /// <summary>What the fields of a line protocol's measurement are, where sensors' tables say so; null where none speaks of it.</summary>
    internal IReadOnlyList<LineMapping>? FindLines(string measurement) => _sensors.FindLines(measurement);

    internal IngestBatch NewBatch(DeviceScope scope) => new(_rules, _sensors, scope, Statistics, _time.GetUtcNow(), Options.ItemsMax);

    /// <summary>Counts one answered request.</summary>
    internal void Count(int accepted, int duplicates, IngestBatch batch)
    {
        _metrics.Accepted(batch.Kind, accepted);
        _metrics.Duplicates(batch.Kind, duplicates);
        foreach (var rejection in batch.Rejections)
        {
            _metrics.Rejected(batch.Kind, rejection.Error);
        }
    }
}
