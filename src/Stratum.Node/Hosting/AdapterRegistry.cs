using Stratum.Core;
using Stratum.Ingest;

namespace Stratum.Node.Hosting;

/// <summary>The kinds of adapter that this version has. A new kind is one factory here.</summary>
internal static class AdapterRegistry
{
    /// <param name="ingest">The listener and the frame that all adapters share.</param>
    /// <param name="newestOf">Unix seconds of the newest observation of a device of this node: where an archive is read from.</param>
    /// <param name="nodeId">Names this node to a broker.</param>
    public static IReadOnlyDictionary<string, IIngestAdapterFactory> Create(HttpIngest ingest, Func<string, long?> newestOf, string nodeId)
    {
        IIngestAdapterFactory[] factories =
        [
            new HttpJsonFactory(ingest),
            new EcowittFactory(ingest),
            new Bme280Factory(ingest),
            new DavisFactory(ingest, newestOf),
            new MqttFactory(ingest, nodeId),
        ];
        return factories.ToDictionary(factory => factory.Kind, StringComparer.Ordinal);
    }
}
