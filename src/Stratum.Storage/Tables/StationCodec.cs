using Stratum.Core;

namespace Stratum.Storage;

/// <summary>What this station knows of its rows: arrival numbers, when and how they came, and whose clock the timestamp is from.</summary>
internal static class StationCodec
{
    private const byte AfterTimestamp = 0;
    private const byte AfterRowBefore = 1;
    private const int MillisecondsASecond = 1000;

    // The intake gives tenths of a second; what comes finer is kept as fine.
    private const byte InTenths = 0x10;
    private const int Tenth = 100;

    public static void Write(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        var arrivals = new long[rows.Length];
        var received = new long[rows.Length];
        var delays = new long[rows.Length];
        var origins = new long[rows.Length];
        for (var at = 0; at < rows.Length; at++)
        {
            arrivals[at] = rows[at].ArrivalNumber;
            received[at] = rows[at].ReceivedAtMs;
            origins[at] = (int)rows[at].ReceivedVia | ((int)rows[at].TimeSource << 2);
        }

        var unit = Array.TrueForAll(received, static time => time % Tenth == 0) ? Tenth : 1;
        for (var at = 0; at < rows.Length; at++)
        {
            received[at] /= unit;
            delays[at] = unchecked(received[at] - (rows[at].Timestamp * (MillisecondsASecond / unit)));
        }

        var tenths = unit == Tenth ? InTenths : (byte)0;
        DifferenceCodec.Write(output, arrivals);
        var scratch = new long[rows.Length];
        var plan = PackedInts.PlanOf(delays, scratch);
        var start = output.Length;
        output.Byte((byte)(AfterRowBefore | tenths));
        DifferenceCodec.Write(output, received);
        // A steady delay behind the measurement, or a steady interval between arrivals: whichever is shorter.
        if (plan.Bits / 8 < output.Length - start)
        {
            output.Truncate(start);
            output.Byte((byte)(AfterTimestamp | tenths));
            PackedInts.Write(output, delays, plan);
        }

        PackedInts.Write(output, origins, PackedInts.PlanOf(origins, scratch));
    }

    /// <summary>Reads the column; the block's timestamps were read before. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ref ByteReader input, BlockRows rows)
    {
        DifferenceCodec.Read(ref input, rows.Arrivals);
        var mode = input.Byte();
        var unit = (mode & InTenths) != 0 ? Tenth : 1;
        switch (mode & ~InTenths)
        {
            case AfterTimestamp:
                PackedInts.Read(ref input, rows.ReceivedAtMs);
                for (var at = 0; at < rows.Count; at++)
                {
                    rows.ReceivedAtMs[at] = unchecked(rows.ReceivedAtMs[at] + (rows.Timestamps[at] * (MillisecondsASecond / unit)));
                }

                break;
            case AfterRowBefore:
                DifferenceCodec.Read(ref input, rows.ReceivedAtMs);
                break;
            default:
                throw new InvalidDataException($"{mode} is no way to write times of arrival");
        }

        for (var at = 0; at < rows.Count; at++)
        {
            rows.ReceivedAtMs[at] = unchecked(rows.ReceivedAtMs[at] * unit);
        }

        var origins = new long[rows.Count];
        PackedInts.Read(ref input, origins);
        for (var at = 0; at < origins.Length; at++)
        {
            rows.Origins[at] = unchecked((byte)origins[at]);
        }
    }
}
