using Stratum.Core;

namespace Stratum.Mesh.Negentropy;

/// <summary>The exclusive end of a range: a timestamp and as much of an id as tells it from the item before; what is left out is zero.</summary>
/// <param name="Timestamp">Unix seconds, or <see cref="Infinity"/>.</param>
/// <param name="Id">The prefix, followed by zeros.</param>
/// <param name="Length">Bytes of the prefix, 0 to 32.</param>
internal readonly record struct NegentropyBound(ulong Timestamp, Hash256 Id, int Length)
{
    /// <summary>The protocol's timestamp behind every item.</summary>
    public const ulong Infinity = ulong.MaxValue;

    public static NegentropyBound End => new(Infinity, default, 0);

    /// <summary>The bound that an item itself is.</summary>
    public static NegentropyBound Of(ReconciliationItem item) => new((ulong)item.Timestamp, item.ContentId.Hash, Hash256.Size);

    /// <summary>The shortest bound between an item and the one before.</summary>
    public static NegentropyBound Between(ReconciliationItem previous, ReconciliationItem item)
    {
        if (previous.Timestamp != item.Timestamp)
        {
            return new NegentropyBound((ulong)item.Timestamp, default, 0);
        }

        Span<byte> left = stackalloc byte[Hash256.Size];
        Span<byte> right = stackalloc byte[Hash256.Size];
        previous.ContentId.Hash.CopyTo(left);
        item.ContentId.Hash.CopyTo(right);
        var length = Math.Min(left.CommonPrefixLength(right) + 1, Hash256.Size);
        right[length..].Clear();
        return new NegentropyBound((ulong)item.Timestamp, new Hash256(right), length);
    }

    /// <summary>Whether an item lies before this bound.</summary>
    public bool IsAfter(ReconciliationItem item) =>
        (ulong)item.Timestamp < Timestamp || ((ulong)item.Timestamp == Timestamp && item.ContentId.Hash < Id);
}
