using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// One [[sensors]] table of kind ecowitt with mode = "push": the defaults and the counts of a gateway that posts to the listener.
/// </summary>
internal sealed class EcowittStation(SensorOptions options, string name, string? station, HttpIngest listener, TimeProvider time) : IIngestAdapter, IDraftOwner
{
    public SensorOptions Options => options;

    /// <summary>The hashed name of the only gateway that this table is for; null takes any.</summary>
    public string? Station => station;

    public AdapterStatistics Statistics { get; } = new(time);

    public DeviceDirectory Directory { get; } = new(options, DeviceDirectory.Everything, listener.Memory, time);

    public string Name => name;

    public string Kind => EcowittFactory.AdapterKind;

    /// <inheritdoc/>
    public string Problem { get; init; } = "";

    public AdapterStatus Status => Problem.Length == 0
        ? Statistics.ToStatus(name, Kind, listener.State) with { Heard = Directory.Heard }
        : MisconfiguredSensor.StatusOf(Statistics, name, Kind, Problem);

    public async Task RunAsync(IObservationIntake intake, CancellationToken cancellationToken) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
