using Stratum.Core;
using Stratum.Ingest;
using Stratum.Node.Configuration;

namespace Stratum.Node.Hosting;

/// <summary>From [mqtt_out] to the output at a broker.</summary>
internal static class MqttOutputSetup
{
    /// <summary>The output, or null when no url is set.</summary>
    public static IIngestAdapter? Create(MqttOutSection section, HttpIngest listener, IObservationBus bus, IObservationStore store, NodeId own)
    {
        if (section.Connection() is not { } connection)
        {
            return null;
        }

        var options = new MqttOutputOptions
        {
            Connection = connection with { ClientId = MqttFactory.ClientIdOf($"{own}\n{MqttOutputFactory.Name}") },
            TopicPrefix = section.TopicPrefix,
            DiscoveryPrefix = section.DiscoveryPrefix,
            IsOwnOnly = section.Scope == "own",
        };
        return MqttOutputFactory.Create(listener, options, bus, store, own);
    }
}
