using System.Buffers.Binary;
using System.Security.Cryptography;
using Stratum.Core;

namespace Stratum.Mesh.Negentropy;

/// <summary>The digest of a range: the sum of its ids as little-endian numbers modulo 2^256, their number, SHA-256, the first 16 bytes.</summary>
internal static class NegentropyFingerprint
{
    public const int Size = 16;

    private const int Words = Hash256.Size / 8;

    // A varint of 64 bits.
    private const int VarintBytesMax = 10;

    public static void Write(ReadOnlySpan<ReconciliationItem> items, Span<byte> destination)
    {
        Span<byte> id = stackalloc byte[Hash256.Size];
        Span<ulong> sum = stackalloc ulong[Words];
        sum.Clear();
        foreach (ref readonly var item in items)
        {
            item.ContentId.Hash.CopyTo(id);
            Add(sum, id);
        }

        Span<byte> message = stackalloc byte[Hash256.Size + VarintBytesMax];
        for (var word = 0; word < Words; word++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(message[(word * 8)..], sum[word]);
        }

        var length = Hash256.Size + NegentropyVarint.Write(message[Hash256.Size..], (ulong)items.Length);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message[..length], digest);
        digest[..Size].CopyTo(destination);
    }

    private static void Add(Span<ulong> sum, ReadOnlySpan<byte> id)
    {
        ulong carry = 0;
        for (var word = 0; word < Words; word++)
        {
            var next = (UInt128)sum[word] + BinaryPrimitives.ReadUInt64LittleEndian(id[(word * 8)..]) + carry;
            sum[word] = (ulong)next;
            carry = (ulong)(next >> 64);
        }
    }
}
