using System.Buffers.Binary;
using System.Numerics;

namespace Stratum.Storage;

/// <summary>
/// Whole numbers as offsets from a base in a fixed number of bits each (frame of reference); the few that need more bits are listed apart, so that
/// one gap in a steady series does not cost every row. Offsets are from the smallest number, or zigzag from the middle one, whichever is shorter.
/// </summary>
internal static class PackedInts
{
    private const byte ZigZagMode = 0x80;

    // An exception is listed with its place: about a byte and a half, then the number in groups of seven bits.
    private const int ExceptionBits = 12;

    /// <summary>How a list of numbers is best written.</summary>
    internal readonly record struct Plan(int Width, bool IsZigZag, long Base, long Bits);

    /// <summary>Finds the shortest form. Sorts a copy: <paramref name="scratch"/> is as long as the list.</summary>
    public static Plan PlanOf(ReadOnlySpan<long> values, Span<long> scratch)
    {
        if (values.IsEmpty)
        {
            return default;
        }

        values.CopyTo(scratch);
        var sorted = scratch[..values.Length];
        sorted.Sort();
        var low = Cost(values, isZigZag: false, sorted[0]);
        var middle = Cost(values, isZigZag: true, sorted[sorted.Length / 2]);
        return middle.Bits < low.Bits ? middle : low;
    }

    public static void Write(ByteWriter output, ReadOnlySpan<long> values, in Plan plan)
    {
        output.Byte((byte)(plan.Width | (plan.IsZigZag ? ZigZagMode : 0)));
        output.ZigZag(plan.Base);
        WriteExceptions(output, values, plan);
        var mask = MaskOf(plan.Width);
        ulong gathered = 0;
        var filled = 0;
        foreach (var value in values)
        {
            if (plan.Width == 0)
            {
                break;
            }

            var offset = OffsetOf(value, plan) & mask;
            gathered |= offset << filled;
            var room = 64 - filled;
            if (plan.Width < room)
            {
                filled += plan.Width;
                continue;
            }

            output.UInt64(gathered);
            gathered = room == 64 ? 0 : offset >> room;
            filled = plan.Width - room;
        }

        for (; filled > 0; filled -= 8)
        {
            output.Byte((byte)gathered);
            gathered >>= 8;
        }
    }

    /// <summary>Reads as many numbers as there is room for. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ref ByteReader input, Span<long> values)
    {
        var mode = input.Byte();
        var width = mode & ~ZigZagMode;
        if (width > 64)
        {
            throw new InvalidDataException($"{width} bits a number");
        }

        var isZigZag = (mode & ZigZagMode) != 0;
        var from = input.ZigZag();
        var exceptions = input.Count();
        var listed = input;
        for (var left = exceptions; left > 0; left--)
        {
            input.Varint();
            input.Varint();
        }

        Unpack(input.Bytes((int)((((long)values.Length * width) + 7) / 8)), width, isZigZag, from, values);
        long at = -1;
        for (; exceptions > 0; exceptions--)
        {
            at += (long)listed.Varint();
            if (at < 0 || at >= values.Length)
            {
                throw new InvalidDataException($"an exception at {at} of {values.Length}");
            }

            values[(int)at] = ValueOf(listed.Varint(), isZigZag, from);
        }
    }

    private static void Unpack(ReadOnlySpan<byte> packed, int width, bool isZigZag, long from, Span<long> values)
    {
        if (width == 0)
        {
            values.Fill(from);
            return;
        }

        var mask = MaskOf(width);
        long bit = 0;
        for (var at = 0; at < values.Length; at++, bit += width)
        {
            var offset = (int)(bit >> 3);
            var shift = (int)(bit & 7);
            ulong raw;
            if (offset + 8 <= packed.Length)
            {
                raw = BinaryPrimitives.ReadUInt64LittleEndian(packed[offset..]) >> shift;
                if (shift + width > 64)
                {
                    raw |= (ulong)packed[offset + 8] << (64 - shift);
                }
            }
            else
            {
                raw = 0;
                for (var next = offset; next < packed.Length; next++)
                {
                    raw |= (ulong)packed[next] << ((next - offset) * 8);
                }

                raw >>= shift;
            }

            values[at] = ValueOf(raw & mask, isZigZag, from);
        }
    }

    private static Plan Cost(ReadOnlySpan<long> values, bool isZigZag, long from)
    {
        Span<int> lengths = stackalloc int[65];
        var unpacked = new Plan(64, isZigZag, from, 0);
        foreach (var value in values)
        {
            lengths[64 - BitOperations.LeadingZeroCount(OffsetOf(value, unpacked))]++;
        }

        var best = new Plan(64, isZigZag, from, long.MaxValue);
        long exceptionBits = 0;
        for (var width = 64; width >= 0; width--)
        {
            if (width < 64)
            {
                exceptionBits += lengths[width + 1] * (long)(ExceptionBits + ((width + 7) / 7 * 8));
            }

            var bits = ((long)values.Length * width) + exceptionBits;
            if (bits < best.Bits)
            {
                best = new Plan(width, isZigZag, from, bits);
            }
        }

        return best;
    }

    private static void WriteExceptions(ByteWriter output, ReadOnlySpan<long> values, in Plan plan)
    {
        var mask = MaskOf(plan.Width);
        var count = 0u;
        foreach (var value in values)
        {
            count += OffsetOf(value, plan) > mask ? 1u : 0u;
        }

        output.Varint(count);
        for (int at = 0, last = -1; count > 0; at++)
        {
            var offset = OffsetOf(values[at], plan);
            if (offset > mask)
            {
                output.Varint((uint)(at - last));
                output.Varint(offset);
                last = at;
                count--;
            }
        }
    }

    private static ulong MaskOf(int width) => width == 64 ? ulong.MaxValue : (1UL << width) - 1;

    // Differences may wrap around: they wrap back when read.
    private static ulong OffsetOf(long value, in Plan plan)
    {
        var difference = unchecked(value - plan.Base);
        return plan.IsZigZag ? (ulong)((difference << 1) ^ (difference >> 63)) : (ulong)difference;
    }

    private static long ValueOf(ulong offset, bool isZigZag, long from) =>
        unchecked(from + (isZigZag ? (long)(offset >> 1) ^ -(long)(offset & 1) : (long)offset));
}
