using System.Runtime.InteropServices;
using Google.Protobuf;
using Stratum.Core;

namespace Stratum.Mesh.Wire;

/// <summary>A column of 32-byte hashes in one bytes field.</summary>
internal static class HashColumn
{
    public static ByteString Of(Hash256 hash) => UnsafeByteOperations.UnsafeWrap(hash.ToArray());

    public static ByteString Write(ReadOnlySpan<Hash256> hashes)
    {
        var bytes = new byte[hashes.Length * Hash256.Size];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i].CopyTo(bytes.AsSpan(i * Hash256.Size));
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    public static ByteString Write(List<Hash256> hashes) => Write(CollectionsMarshal.AsSpan(hashes));

    public static Hash256 At(ByteString column, int index) => new(column.Span.Slice(index * Hash256.Size, Hash256.Size));

    public static bool HasLength(ByteString column, int count) => column.Length == (long)count * Hash256.Size;
}
