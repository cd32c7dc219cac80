using System.IO.Compression;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The scores of a block. Confidence and components are kept in hundredths: they are estimates, and can be computed again. Components and reasons are
/// kept of rows that are suspect or fail, which are few; that a good one was not compared with its neighbours is not worth a text for ever.
/// </summary>
internal static class ScoreCodec
{
    private const double Steps = 100;

    /// <summary>Most reasons kept of one score: no score has more than one a validator.</summary>
    private const int MaxReasons = 16;

    /// <summary>Bytes of all reasons of a block; a larger number is damage.</summary>
    private const int MaxTextBytes = 1 << 24;

    // Brotli's usual middle: reasons of one series differ in their numbers only.
    private const int BrotliQuality = 5;
    private const int BrotliWindow = 16;

    public static void Write(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        var numbers = new long[rows.Length];
        var scratch = new long[rows.Length];
        var kept = new List<Assessment>();
        for (var at = 0; at < rows.Length; at++)
        {
            numbers[at] = StepsOf(rows[at].Assessment.Confidence);
        }

        PackedInts.Write(output, numbers, PackedInts.PlanOf(numbers, scratch));
        for (var at = 0; at < rows.Length; at++)
        {
            numbers[at] = (long)rows[at].Assessment.Flag;
            if (IsKept(numbers[at]))
            {
                kept.Add(rows[at].Assessment);
            }
        }

        PackedInts.Write(output, numbers, PackedInts.PlanOf(numbers, scratch));
        if (kept.Count > 0)
        {
            WriteKept(output, kept);
        }
    }

    /// <summary>Reads as many scores as there is room for. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ref ByteReader input, Span<Assessment> scores)
    {
        var confidences = new long[scores.Length];
        var flags = new long[scores.Length];
        PackedInts.Read(ref input, confidences);
        PackedInts.Read(ref input, flags);
        var count = 0;
        for (var at = 0; at < scores.Length; at++)
        {
            count += IsKept(flags[at]) ? 1 : 0;
        }

        var kept = count > 0 ? ReadKept(ref input, count) : [];
        for (int at = 0, next = 0; at < scores.Length; at++)
        {
            var isKept = IsKept(flags[at]);
            if (!isKept && at > 0 && flags[at] == flags[at - 1] && confidences[at] == confidences[at - 1])
            {
                scores[at] = scores[at - 1];
                continue;
            }

            var score = new Assessment(confidences[at] / Steps, (QualityFlag)flags[at], []);
            scores[at] = isKept ? kept[next++] with { Confidence = score.Confidence, Flag = score.Flag } : score;
        }
    }

    private static bool IsKept(long flag) => flag is (long)QualityFlag.Suspect or (long)QualityFlag.Fail;

    // One more than each component, 0 is none; then how many reasons, and their texts.
    private static void WriteKept(ByteWriter output, List<Assessment> kept)
    {
        var numbers = new long[kept.Count];
        var scratch = new long[kept.Count];
        Column(output, kept, numbers, scratch, static score => OneMore(score.Plausibility));
        Column(output, kept, numbers, scratch, static score => OneMore(score.Spatial));
        Column(output, kept, numbers, scratch, static score => OneMore(score.Temporal));
        Column(output, kept, numbers, scratch, static score => Math.Min(score.Reasons.Count, MaxReasons));
        var texts = new ByteWriter();
        foreach (var score in kept)
        {
            for (var at = 0; at < Math.Min(score.Reasons.Count, MaxReasons); at++)
            {
                texts.Text(score.Reasons[at]);
            }
        }

        output.Varint((uint)texts.Length);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(texts.Length)];
        if (!BrotliEncoder.TryCompress(texts.Written, packed, out var length, BrotliQuality, BrotliWindow) || length >= texts.Length)
        {
            output.Varint((uint)texts.Length);
            output.Bytes(texts.Written);
        }
        else
        {
            output.Varint((uint)length);
            output.Bytes(packed.AsSpan(0, length));
        }
    }

    private static Assessment[] ReadKept(ref ByteReader input, int count)
    {
        var columns = new long[4][];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = new long[count];
            PackedInts.Read(ref input, columns[column]);
        }

        var texts = new ByteReader(ReadTexts(ref input));
        var kept = new Assessment[count];
        for (var at = 0; at < count; at++)
        {
            kept[at] = new Assessment(0, QualityFlag.NotEvaluated, ReadReasons(ref texts, columns[3][at]))
            {
                Plausibility = ComponentOf(columns[0][at]),
                Spatial = ComponentOf(columns[1][at]),
                Temporal = ComponentOf(columns[2][at]),
            };
        }

        return kept;
    }

    // As long as the plain texts: not compressed.
    private static ReadOnlySpan<byte> ReadTexts(ref ByteReader input)
    {
        var length = input.Varint();
        var packed = input.Bytes(input.Count());
        if (length > MaxTextBytes)
        {
            throw new InvalidDataException($"{length} bytes of reasons, {MaxTextBytes} are allowed");
        }

        if ((ulong)packed.Length == length)
        {
            return packed;
        }

        var plain = new byte[length];
        return BrotliDecoder.TryDecompress(packed, plain, out var written) && written == plain.Length
            ? plain
            : throw new InvalidDataException("the reasons cannot be unpacked");
    }

    private static void Column(ByteWriter output, List<Assessment> kept, long[] numbers, long[] scratch, Func<Assessment, long> numberOf)
    {
        for (var at = 0; at < kept.Count; at++)
        {
            numbers[at] = numberOf(kept[at]);
        }

        PackedInts.Write(output, numbers, PackedInts.PlanOf(numbers, scratch));
    }

    private static string[] ReadReasons(ref ByteReader input, long count)
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

    private static long StepsOf(double score) => double.IsNaN(score) ? 0 : (long)Math.Round(Math.Clamp(score, 0, 1) * Steps);

    private static long OneMore(double? component) => component is { } score ? StepsOf(score) + 1 : 0;

    private static double? ComponentOf(long oneMore) => oneMore == 0 ? null : (oneMore - 1) / Steps;
}
