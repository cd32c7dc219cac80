using System.Buffers.Binary;
using Google.Protobuf;
using Stratum.Core;

namespace Stratum.Mesh.Gossip;

/// <summary>The first 16 bytes of a content id: enough to name an observation among those that are under way.</summary>
internal readonly record struct IdPrefix(UInt128 Value)
{
    public const int Size = 16;

    public static IdPrefix Of(ContentId id)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        id.Hash.CopyTo(bytes);
        return new IdPrefix(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    public static ByteString Write(List<IdPrefix> ids)
    {
        var bytes = new byte[ids.Count * Size];
        for (var at = 0; at < ids.Count; at++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(at * Size), ids[at].Value);
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>Null when the column is no whole number of prefixes, or of more than allowed.</summary>
    public static List<IdPrefix>? Read(ByteString column, int idsMax)
    {
        if (column.Length % Size != 0 || column.Length / Size > idsMax)
        {
            return null;
        }

        var ids = new List<IdPrefix>(column.Length / Size);
        for (var at = 0; at < column.Length; at += Size)
        {
            ids.Add(new IdPrefix(BinaryPrimitives.ReadUInt128BigEndian(column.Span[at..])));
        }

        return ids;
    }
}
