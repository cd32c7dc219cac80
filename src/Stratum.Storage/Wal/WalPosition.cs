namespace Stratum.Storage;

/// <summary>A place in the write-ahead log.</summary>
internal readonly record struct WalPosition(ulong Segment, long Offset) : IComparable<WalPosition>
{
    public int CompareTo(WalPosition other)
    {
        var order = Segment.CompareTo(other.Segment);
        return order != 0 ? order : Offset.CompareTo(other.Offset);
    }
}
