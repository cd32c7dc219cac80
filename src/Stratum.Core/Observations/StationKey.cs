namespace Stratum.Core;

/// <summary>A station: a device as one node reports it. A device id alone is nobody's (CANONICAL, "Identity").</summary>
/// <param name="NodeId">The node that signs for the device.</param>
/// <param name="DeviceId">The device's name at that node, 1..128 characters.</param>
public readonly record struct StationKey(NodeId NodeId, string DeviceId)
{
    /// <summary><c>node_id/device_id</c>, as in the path of /stations.</summary>
    public override string ToString() => $"{NodeId}/{DeviceId}";
}
