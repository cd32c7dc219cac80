using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// A [[sensors]] table that is left out for its errors. It still stands in /status, and what posts to the listener under its name is refused: signed
/// without its table a reading could get another name or another place, for ever.
/// </summary>
public sealed class MisconfiguredSensor : IIngestAdapter
{
    /// <summary>The state in /status.</summary>
    public const string State = "misconfigured";

    internal const string Refusal = "belongs to a [[sensors]] table with errors, without which it is not signed (stratum config check)";

    private readonly SensorOptions _sensor;
    private readonly string _problem;

    private MisconfiguredSensor(SensorOptions sensor, string problem) => (_sensor, _problem) = (sensor, problem);

    /// <inheritdoc/>
    public string Name => SensorSettings.NameOf(_sensor);

    /// <inheritdoc/>
    public string Kind => _sensor.Adapter;

    /// <inheritdoc/>
    public AdapterStatus Status => new() { Name = Name, Kind = Kind, State = State, LastError = _problem };

    /// <summary>Stands in for the adapter of a table.</summary>
    public static IIngestAdapter Create(HttpIngest listener, SensorOptions sensor, string problem)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(sensor);
        return sensor.Adapter switch
        {
            HttpIngest.AdapterKind => listener.AddSensor(sensor, [], problem),
            EcowittFactory.AdapterKind when sensor.Settings.GetValueOrDefault("mode") is not "poll" => listener.AddGateway(sensor, problem),
            _ => new MisconfiguredSensor(sensor, problem),
        };
    }

    /// <inheritdoc/>
    public Task RunAsync(IObservationIntake intake, CancellationToken cancellationToken) => Task.CompletedTask;

    // What was refused of it is counted; why the table is wrong is the error to mend.
    internal static AdapterStatus StatusOf(AdapterStatistics statistics, string name, string kind, string problem) =>
        statistics.ToStatus(name, kind, State) with { LastError = problem, LastErrorAtMs = null };
}
