namespace Stratum.Storage;

/// <summary>
/// Numbers that go on steadily: the first one, then differences, or differences of differences where those are shorter. A sensor with a steady interval
/// costs no bit a row.
/// </summary>
internal static class DifferenceCodec
{
    private const byte First = 1;
    private const byte Second = 2;

    public static void Write(ByteWriter output, ReadOnlySpan<long> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        var scratch = new long[values.Length];
        var first = Differences(values);
        var second = Differences(first);
        var plan = PackedInts.PlanOf(first, scratch);
        var other = PackedInts.PlanOf(second, scratch);
        // The extra number of the second order is no more than nine bytes.
        if (first.Length > 0 && other.Bits + 72 < plan.Bits)
        {
            output.Byte(Second);
            output.ZigZag(values[0]);
            output.ZigZag(first[0]);
            PackedInts.Write(output, second, other);
        }
        else
        {
            output.Byte(First);
            output.ZigZag(values[0]);
            PackedInts.Write(output, first, plan);
        }
    }

    /// <summary>Reads as many numbers as there is room for. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ref ByteReader input, Span<long> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        var order = input.Byte();
        values[0] = input.ZigZag();
        if (order == Second && values.Length > 1)
        {
            values[1] = input.ZigZag();
            PackedInts.Read(ref input, values[2..]);
            Accumulate(values[1..]);
        }
        else if (order == First)
        {
            PackedInts.Read(ref input, values[1..]);
        }
        else
        {
            throw new InvalidDataException($"differences of order {order}");
        }

        Accumulate(values);
    }

    private static long[] Differences(ReadOnlySpan<long> values)
    {
        var differences = new long[Math.Max(0, values.Length - 1)];
        for (var at = 0; at < differences.Length; at++)
        {
            differences[at] = unchecked(values[at + 1] - values[at]);
        }

        return differences;
    }

    private static void Accumulate(Span<long> values)
    {
        for (var at = 1; at < values.Length; at++)
        {
            values[at] = unchecked(values[at] + values[at - 1]);
        }
    }
}
