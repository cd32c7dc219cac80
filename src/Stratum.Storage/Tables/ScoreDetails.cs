using System.IO.Compression;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Components of every row, a byte each, and the reasons of rows that are suspect or fail, packed together: neighbouring rows are alike. The spatial one is
/// kept as what it differs by from the one that confidence, plausibility and temporal make likely. Reasons of good rows are left out: that one was not
/// compared with its neighbours is what its missing component says.
/// </summary>
internal sealed class ScoreDetails
{
    /// <summary>Most reasons kept of one score: no score has more than one a validator.</summary>
    private const int MaxReasons = 16;

    /// <summary>Bytes of all details of a block; a larger number is damage.</summary>
    private const int MaxBytes = 1 << 24;

    private const int Components = 3;
    private const int Steps = 100;

    // Brotli's usual middle: reasons of one series differ in their numbers only.
    private const int BrotliQuality = 5;
    private const int BrotliWindow = 16;

    private readonly byte[] _components;
    private readonly string[]?[] _reasons;
    private readonly int _count;

    private ScoreDetails(byte[] components, string[]?[] reasons)
    {
        (_components, _reasons, _count) = (components, reasons, reasons.Length);
    }

    public long Plausibility(int row) => _components[row];

    public long Temporal(int row) => _components[_count + row];

    public long Spatial(int row) => _components[(2 * _count) + row];

    public string[] Reasons(int row) => _reasons[row] ?? [];

    public bool IsRepeated(int row) =>
        row > 0 && _reasons[row] is null && _reasons[row - 1] is null && Plausibility(row) == Plausibility(row - 1) && Spatial(row) == Spatial(row - 1)
        && Temporal(row) == Temporal(row - 1);

    public static void Write(ByteWriter output, ReadOnlySpan<StoredObservation> rows, ReadOnlySpan<long> confidences)
    {
        var plain = new ByteWriter();
        var components = plain.Reserve(Components * rows.Length);
        var hasAny = false;
        for (var at = 0; at < rows.Length; at++)
        {
            var score = rows[at].Assessment;
            var (plausibility, temporal, spatial) = (OneMore(score.Plausibility), OneMore(score.Temporal), OneMore(score.Spatial));
            components[at] = plausibility;
            components[rows.Length + at] = temporal;
            components[(2 * rows.Length) + at] = (byte)(spatial - Likely(confidences[at], plausibility, temporal));
            hasAny |= (plausibility | temporal | spatial) != 0 || IsKept((long)score.Flag);
        }

        if (!hasAny)
        {
            return;
        }

        foreach (var row in rows)
        {
            if (IsKept((long)row.Assessment.Flag))
            {
                WriteReasons(plain, row.Assessment.Reasons);
            }
        }

        Pack(output, plain.Written);
    }

    /// <summary>Reads the details of as many rows as there are confidences. Throws <see cref="InvalidDataException"/>.</summary>
    public static ScoreDetails Read(ref ByteReader input, ReadOnlySpan<long> confidences, ReadOnlySpan<long> flags)
    {
        var count = confidences.Length;
        var reasons = new string[]?[count];
        if (input.Remaining == 0)
        {
            return new ScoreDetails(new byte[Components * count], reasons);
        }

        var plain = new ByteReader(Unpack(ref input));
        var components = plain.Bytes(Components * count).ToArray();
        for (var at = 0; at < count; at++)
        {
            components[(2 * count) + at] += Likely(confidences[at], components[at], components[count + at]);
            if (IsKept(flags[at]))
            {
                reasons[at] = ReadReasons(ref plain, (long)plain.Varint());
            }
        }

        return new ScoreDetails(components, reasons);
    }

    /// <summary>Reads the texts of one row. Throws <see cref="InvalidDataException"/>.</summary>
    public static string[] ReadReasons(ref ByteReader input, long count)
    {
        if (count is < 0 or > MaxReasons)
        {
            throw new InvalidDataException($"{count} reasons");
        }

        var reasons = count == 0 ? [] : new string[count];
        for (var at = 0; at < reasons.Length; at++)
        {
            reasons[at] = input.Text();
        }

        return reasons;
    }

    private static void WriteReasons(ByteWriter output, IReadOnlyList<string> reasons)
    {
        var count = Math.Min(reasons.Count, MaxReasons);
        output.Varint((uint)count);
        for (var at = 0; at < count; at++)
        {
            output.Text(reasons[at]);
        }
    }

    private static bool IsKept(long flag) => flag is (long)QualityFlag.Suspect or (long)QualityFlag.Fail;

    private static byte OneMore(double? component) => component is { } score ? (byte)(ScoreCodec.StepsOf(score) + 1) : (byte)0;

    // A confidence is mostly the product of the components. Whole numbers: the same on every machine.
    private static byte Likely(long confidence, byte plausibility, byte temporal)
    {
        var others = (plausibility == 0 ? Steps : plausibility - 1) * (temporal == 0 ? Steps : temporal - 1);
        return others == 0 ? (byte)1 : (byte)(1 + Math.Min(Steps, confidence * Steps * Steps / others));
    }

    // As long as the plain bytes: not compressed.
    private static void Pack(ByteWriter output, ReadOnlySpan<byte> plain)
    {
        output.Varint((uint)plain.Length);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        var isPacked = BrotliEncoder.TryCompress(plain, packed, out var length, BrotliQuality, BrotliWindow) && length < plain.Length;
        output.Bytes(isPacked ? packed.AsSpan(0, length) : plain);
    }

    private static ReadOnlySpan<byte> Unpack(ref ByteReader input)
    {
        var length = input.Varint();
        var packed = input.Bytes(input.Remaining);
        if (length > MaxBytes)
        {
            throw new InvalidDataException($"{length} bytes of score details, {MaxBytes} are allowed");
        }

        if ((ulong)packed.Length == length)
        {
            return packed;
        }

        var plain = new byte[length];
        return BrotliDecoder.TryDecompress(packed, plain, out var written) && written == plain.Length
            ? plain
            : throw new InvalidDataException("the score details cannot be unpacked");
    }
}
