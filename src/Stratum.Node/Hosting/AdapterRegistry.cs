using Stratum.Core;
using Stratum.Ingest;

namespace Stratum.Node.Hosting;

/// <summary>The kinds of adapter that this version has. A new kind is one factory here.</summary>
internal static class AdapterRegistry
{
    /// <param name="ingest">The listener and the frame that all adapters share.</param>
    /// <param name="nodeName">What tells this node from others at one broker.</param>
    /// <param name="own">This node's observations: where an archive is read from, and what a broker delivers again.</param>
    public static IReadOnlyDictionary<string, IIngestAdapterFactory> Create(HttpIngest ingest, string nodeName, OwnObservations own)
    {
        IIngestAdapterFactory[] factories =
        [
            new HttpJsonFactory(ingest),
            new EcowittFactory(ingest),
            new Bme280Factory(ingest),
            new DavisFactory(ingest, own.NewestOf),
            new MqttFactory(ingest, nodeName, own.NewestFirst),
        ];
        return factories.ToDictionary(factory => factory.Kind, StringComparer.Ordinal);
    }
}
