using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Makes the output to a broker.</summary>
public static class MqttOutputFactory
{
    /// <summary>Its name and kind in /status and in the log.</summary>
    public const string Name = "mqtt_out";

    /// <summary>Creates the output; it runs as adapters do and publishes what the bus carries from now on.</summary>
    public static IIngestAdapter Create(HttpIngest listener, MqttOutputOptions options, IObservationBus bus, IObservationStore store, NodeId own)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(store);
        var frame = listener.Frame(new SensorOptions { Adapter = Name, Name = Name }, Name, Name);
        return new MqttOutput(frame, options, bus, own, store.LastArrival, store.ReadArrivals);
    }
}
