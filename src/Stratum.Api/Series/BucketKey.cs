using Stratum.Core;

namespace Stratum.Api;

/// <summary>What a bucket is about: one quantity of one station. Values in different units, or of a room and of the open, never meet.</summary>
internal readonly record struct BucketKey(NodeId NodeId, string DeviceId, string ReadingType, string Unit, Deployment Deployment) : IComparable<BucketKey>
{
    public int CompareTo(BucketKey other)
    {
        var order = string.CompareOrdinal(ReadingType, other.ReadingType);
        order = order != 0 ? order : NodeId.CompareTo(other.NodeId);
        order = order != 0 ? order : string.CompareOrdinal(DeviceId, other.DeviceId);
        order = order != 0 ? order : string.CompareOrdinal(Unit, other.Unit);
        return order != 0 ? order : Deployment.CompareTo(other.Deployment);
    }
}
