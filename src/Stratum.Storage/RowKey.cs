using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The order of all queries: timestamp, series, content. No two contents share it.</summary>
internal readonly record struct RowKey(long Timestamp, uint SeriesId, ContentId ContentId) : IComparable<RowKey>
{
    public int CompareTo(RowKey other)
    {
        var order = Timestamp.CompareTo(other.Timestamp);
        order = order != 0 ? order : SeriesId.CompareTo(other.SeriesId);
        return order != 0 ? order : ContentId.CompareTo(other.ContentId);
    }
}
