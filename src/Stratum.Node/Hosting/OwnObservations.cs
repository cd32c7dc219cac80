using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>What adapters ask the store: what this node itself signed of a device.</summary>
internal sealed class OwnObservations(IObservationStore store, NodeId own)
{
    /// <summary>Unix seconds of a device's newest observation; null when there is none.</summary>
    public long? NewestOf(string deviceId) => store.LatestOf(new StationKey(own, deviceId)).Max(stored => (long?)stored.Timestamp);

    /// <summary>A series from its newest observation back, read as far as it is enumerated.</summary>
    public IEnumerable<StoredObservation> NewestFirst(string deviceId, string readingType) =>
        store.Query(new ObservationQuery { NodeId = own, DeviceId = deviceId, ReadingType = readingType, Descending = true });
}
