using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Stratum.Storage;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 appendix B.4), computed by the processor's instruction where there is one. Stored values are masked as
/// LevelDB does: a CRC over bytes that themselves hold CRCs loses strength, the mask breaks that relation.
/// </summary>
internal static class Crc32C
{
    /// <summary>Start value of an unfinished CRC.</summary>
    public const uint Seed = 0xFFFFFFFF;

    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>Takes more bytes into an unfinished CRC.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var single in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, single);
        }

        return crc;
    }

    /// <summary>Takes a number, as eight little-endian bytes, into an unfinished CRC.</summary>
    public static uint Append(uint crc, ulong word) => BitOperations.Crc32C(crc, word);

    /// <summary>Finishes and masks a CRC for storing.</summary>
    public static uint Mask(uint crc) => BitOperations.RotateRight(~crc, 15) + MaskDelta;

    /// <summary>The masked CRC of some bytes.</summary>
    public static uint MaskedOf(ReadOnlySpan<byte> bytes) => Mask(Append(Seed, bytes));
}
