using System.Numerics;

namespace Stratum.Mesh.Negentropy;

/// <summary>Base-128 digits, the most significant first; bit 8 is set on all but the last. Not protobuf's.</summary>
internal static class NegentropyVarint
{
    public static int LengthOf(ulong value) => Math.Max(1, (BitOperations.Log2(value) / 7) + 1);

    /// <summary>Writes a number; returns the bytes it took.</summary>
    public static int Write(Span<byte> destination, ulong value)
    {
        var length = LengthOf(value);
        for (var at = length - 1; at >= 0; at--)
        {
            destination[at] = (byte)((value & 0x7F) | (at == length - 1 ? 0u : 0x80u));
            value >>= 7;
        }

        return length;
    }
}
