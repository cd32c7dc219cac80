using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The scores of a block. Confidence and components are kept in hundredths: they are estimates, and can be computed again. Reasons are written out,
/// since few rows have any.
/// </summary>
internal static class ScoreCodec
{
    private const double Steps = 100;

    /// <summary>Most reasons kept of one score: no score has more than one a validator.</summary>
    private const int MaxReasons = 16;

    private const int Components = 3;

    public static void Write(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        var numbers = new long[rows.Length];
        var scratch = new long[rows.Length];
        Column(output, rows, numbers, scratch, static score => StepsOf(score.Confidence));
        Column(output, rows, numbers, scratch, static score => (long)score.Flag);
        // One more than the component; 0 is none.
        Column(output, rows, numbers, scratch, static score => OneMore(score.Plausibility));
        Column(output, rows, numbers, scratch, static score => OneMore(score.Spatial));
        Column(output, rows, numbers, scratch, static score => OneMore(score.Temporal));
        Column(output, rows, numbers, scratch, static score => Math.Min(score.Reasons.Count, MaxReasons));
        foreach (var row in rows)
        {
            for (var at = 0; at < Math.Min(row.Assessment.Reasons.Count, MaxReasons); at++)
            {
                output.Text(row.Assessment.Reasons[at]);
            }
        }
    }

    /// <summary>Reads as many scores as there is room for. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ref ByteReader input, Span<Assessment> scores)
    {
        var columns = new long[3 + Components][];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = new long[scores.Length];
            PackedInts.Read(ref input, columns[column]);
        }

        for (var at = 0; at < scores.Length; at++)
        {
            if (at > 0 && columns[^1][at] == 0 && IsRepeated(columns, at))
            {
                scores[at] = scores[at - 1];
                continue;
            }

            scores[at] = new Assessment(columns[0][at] / Steps, (QualityFlag)columns[1][at], ReadReasons(ref input, columns[^1][at]))
            {
                Plausibility = ComponentOf(columns[2][at]),
                Spatial = ComponentOf(columns[3][at]),
                Temporal = ComponentOf(columns[4][at]),
            };
        }
    }

    private static void Column(
        ByteWriter output, ReadOnlySpan<StoredObservation> rows, long[] numbers, long[] scratch, Func<Assessment, long> numberOf)
    {
        for (var at = 0; at < rows.Length; at++)
        {
            numbers[at] = numberOf(rows[at].Assessment);
        }

        PackedInts.Write(output, numbers, PackedInts.PlanOf(numbers, scratch));
    }

    private static bool IsRepeated(long[][] columns, int at)
    {
        foreach (var column in columns)
        {
            if (column[at] != column[at - 1])
            {
                return false;
            }
        }

        return true;
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
