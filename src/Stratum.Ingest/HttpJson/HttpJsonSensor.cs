using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// One [[sensors]] table of kind http_json: the defaults and the counts of a device that posts to the listener. Its readings
/// arrive there, so there is nothing of its own to run.
/// </summary>
internal sealed class HttpJsonSensor(
    SensorOptions options, string name, IReadOnlyList<LineMapping> lines, HttpIngest listener, TimeProvider time) : IIngestAdapter, IDraftOwner
{
    // Settings of [[sensors]] are flat: datastreams:7 is entry 7 of the table datastreams.
    public const string DatastreamPrefix = "datastreams:";

    public SensorOptions Options => options;

    /// <summary>SensorThings Datastreams by their @iot.id.</summary>
    public IReadOnlyDictionary<string, DatastreamName> Datastreams { get; } = options.Settings
        .Where(setting => setting.Key.StartsWith(DatastreamPrefix, StringComparison.Ordinal) && DatastreamName.Parse(setting.Value) is not null)
        .ToDictionary(setting => setting.Key[DatastreamPrefix.Length..], setting => DatastreamName.Parse(setting.Value)!, StringComparer.Ordinal);

    /// <summary>What the fields of line protocol are.</summary>
    public IReadOnlyList<LineMapping> Lines => lines;

    public AdapterStatistics Statistics { get; } = new(time);

    public DeviceDirectory Directory { get; } = new(options, DeviceDirectory.Everything, listener.Memory, time);

    public string Name => name;

    public string Kind => HttpIngest.AdapterKind;

    /// <inheritdoc/>
    public string Problem { get; init; } = "";

    public AdapterStatus Status => Problem.Length == 0
        ? Statistics.ToStatus(name, Kind, listener.State) with { Heard = Directory.Heard }
        : MisconfiguredSensor.StatusOf(Statistics, name, Kind, Problem);

    public async Task RunAsync(IObservationIntake intake, CancellationToken cancellationToken) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
