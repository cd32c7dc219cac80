using System.Numerics;

namespace Stratum.Storage;

/// <summary>
/// Doubles with every bit. Sensors give decimals: where all numbers are whole multiples of a power of ten, the multiples are packed, or their
/// differences; anything else (a -0.0, a mean with all its digits) is written as the XOR with the number before.
/// </summary>
internal static class ValueCodec
{
    /// <summary>No sensor gives more decimals; more digits than 15 would not come back exactly in any case.</summary>
    private const int ExponentMax = 12;

    private const int RawMode = 0;
    private const int DeltaMode = 1;
    private const int XorMode = 2;
    private const int ModeBits = 2;

    // Above it neighbouring integers share a double.
    private const double IntegersMax = 1L << 53;

    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

    public static void Write(ByteWriter output, ReadOnlySpan<double> values)
    {
        var scaled = new long[values.Length];
        if (!TryScale(values, scaled, out var exponent))
        {
            output.Byte(XorMode);
            WriteXor(output, values);
            return;
        }

        var scratch = new long[values.Length];
        var deltas = new long[Math.Max(0, values.Length - 1)];
        for (var at = 0; at < deltas.Length; at++)
        {
            deltas[at] = scaled[at + 1] - scaled[at];
        }

        var raw = PackedInts.PlanOf(scaled, scratch);
        var delta = PackedInts.PlanOf(deltas, scratch);
        if (delta.Bits < raw.Bits)
        {
            output.Byte((byte)(DeltaMode | (exponent << ModeBits)));
            output.ZigZag(scaled[0]);
            PackedInts.Write(output, deltas, delta);
        }
        else
        {
            output.Byte((byte)(RawMode | (exponent << ModeBits)));
            PackedInts.Write(output, scaled, raw);
        }
    }

    /// <summary>Reads as many numbers as there is room for. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ref ByteReader input, Span<double> values)
    {
        var head = input.Byte();
        var exponent = head >> ModeBits;
        var mode = head & ((1 << ModeBits) - 1);
        if (mode == XorMode)
        {
            ReadXor(ref input, values);
            return;
        }

        if (mode > XorMode || exponent > ExponentMax)
        {
            throw new InvalidDataException($"{head} is no way to write values");
        }

        // The integers stand where the doubles will: both have eight bytes.
        var integers = System.Runtime.InteropServices.MemoryMarshal.Cast<double, long>(values);
        if (mode == RawMode)
        {
            PackedInts.Read(ref input, integers);
        }
        else if (integers.Length > 0)
        {
            integers[0] = input.ZigZag();
            PackedInts.Read(ref input, integers[1..]);
            for (var at = 1; at < integers.Length; at++)
            {
                integers[at] = unchecked(integers[at] + integers[at - 1]);
            }
        }

        var power = Powers[exponent];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = integers[at] / power;
        }
    }

    private static bool TryScale(ReadOnlySpan<double> values, Span<long> scaled, out int exponent)
    {
        exponent = 0;
        foreach (var value in values)
        {
            while (!Fits(value, Powers[exponent]))
            {
                if (++exponent > ExponentMax)
                {
                    return false;
                }
            }
        }

        for (var at = 0; at < values.Length; at++)
        {
            // A number that fitted a smaller exponent may be too large for the last one.
            if (!Fits(values[at], Powers[exponent]))
            {
                return false;
            }

            scaled[at] = (long)Math.Round(values[at] * Powers[exponent]);
        }

        return true;
    }

    private static bool Fits(double value, double power)
    {
        var rounded = Math.Round(value * power);
        return Math.Abs(rounded) <= IntegersMax
            && BitConverter.DoubleToInt64Bits((long)rounded / power) == BitConverter.DoubleToInt64Bits(value);
    }

    // A byte with how many bytes of the XOR follow and how many above them are zero; 0 repeats the number.
    private static void WriteXor(ByteWriter output, ReadOnlySpan<double> values)
    {
        ulong before = 0;
        foreach (var value in values)
        {
            var bits = BitConverter.DoubleToUInt64Bits(value);
            var changed = bits ^ before;
            before = bits;
            if (changed == 0)
            {
                output.Byte(0);
                continue;
            }

            var lead = BitOperations.LeadingZeroCount(changed) / 8;
            var trail = BitOperations.TrailingZeroCount(changed) / 8;
            var count = 8 - lead - trail;
            output.Byte((byte)((lead << 4) | count));
            for (var at = trail; at < trail + count; at++)
            {
                output.Byte((byte)(changed >> (at * 8)));
            }
        }
    }

    private static void ReadXor(ref ByteReader input, Span<double> values)
    {
        ulong before = 0;
        for (var at = 0; at < values.Length; at++)
        {
            var head = input.Byte();
            var (lead, count) = (head >> 4, head & 15);
            if (lead + count > 8)
            {
                throw new InvalidDataException($"{lead} and {count} bytes of eight");
            }

            var trail = 8 - lead - count;
            for (var next = 0; next < count; next++)
            {
                before ^= (ulong)input.Byte() << ((trail + next) * 8);
            }

            values[at] = BitConverter.UInt64BitsToDouble(before);
        }
    }
}
