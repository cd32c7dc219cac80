using Stratum.Core;

namespace Stratum.Api;

/// <summary>What a bucket is about: one quantity of one station. Values in different units never meet.</summary>
internal readonly record struct BucketKey(NodeId NodeId, string DeviceId, string ReadingType, string Unit) : IComparable<BucketKey>
{
    public int CompareTo(BucketKey other)
    {
        var order = string.CompareOrdinal(ReadingType, other.ReadingType);
        order = order != 0 ? order : NodeId.CompareTo(other.NodeId);
        order = order != 0 ? order : string.CompareOrdinal(DeviceId, other.DeviceId);
        return order != 0 ? order : string.CompareOrdinal(Unit, other.Unit);
    }
}
