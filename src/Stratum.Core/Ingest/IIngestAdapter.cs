namespace Stratum.Core;

/// <summary>A source of readings: one configured sensor, or the HTTP listener.</summary>
public interface IIngestAdapter
{
    /// <summary>What /status and the log call it, for instance the sensor's name.</summary>
    string Name { get; }

    /// <summary>The adapter's kind as in the configuration: "http_json", "davis", ...</summary>
    string Kind { get; }

    /// <summary>State for /status: what is true now, with ages.</summary>
    AdapterStatus Status { get; }

    /// <summary>Runs until cancelled. Handles its own device errors with backoff; an exception that leaves it is a fault of the program.</summary>
    Task RunAsync(IObservationIntake intake, CancellationToken cancellationToken);
}

/// <summary>Makes the adapters of one kind. Adding a kind is one implementation and one registration in Node.</summary>
public interface IIngestAdapterFactory
{
    /// <summary>The value of <c>adapter</c> in a [[sensors]] table.</summary>
    string Kind { get; }

    /// <summary>The keys of its own that a [[sensors]] table of this kind may have, beside the common ones.</summary>
    IReadOnlyList<string> SettingNames { get; }

    /// <summary>Creates the adapter. Throws <see cref="StratumException"/> when a setting is missing or wrong.</summary>
    IIngestAdapter Create(SensorOptions sensor);
}
