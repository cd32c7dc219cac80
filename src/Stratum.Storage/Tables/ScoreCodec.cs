using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The scores of a block: confidence and flag of every row, then the details: components and reasons (<see cref="ScoreDetails"/>). All are kept in
/// hundredths: they are estimates, and can be computed again.
/// </summary>
internal static class ScoreCodec
{
    private const double Steps = 100;

    public static void Write(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        var summary = new ByteWriter();
        var confidences = new long[rows.Length];
        var flags = new long[rows.Length];
        var scratch = new long[rows.Length];
        for (var at = 0; at < rows.Length; at++)
        {
            confidences[at] = StepsOf(rows[at].Assessment.Confidence);
            flags[at] = (long)rows[at].Assessment.Flag;
        }

        PackedInts.Write(summary, confidences, PackedInts.PlanOf(confidences, scratch));
        PackedInts.Write(summary, flags, PackedInts.PlanOf(flags, scratch));
        output.Varint((uint)summary.Length);
        output.Bytes(summary.Written);
        ScoreDetails.Write(output, rows, confidences);
    }

    /// <summary>Reads as many scores as there is room for. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ref ByteReader input, Span<Assessment> scores)
    {
        var confidences = new long[scores.Length];
        var flags = new long[scores.Length];
        var summary = new ByteReader(input.Bytes(input.Count()));
        PackedInts.Read(ref summary, confidences);
        PackedInts.Read(ref summary, flags);
        var details = ScoreDetails.Read(ref input, confidences, flags);
        for (var at = 0; at < scores.Length; at++)
        {
            // One object for a run of equal scores.
            scores[at] = details.IsRepeated(at) && confidences[at] == confidences[at - 1] && flags[at] == flags[at - 1]
                ? scores[at - 1]
                : ScoreOf(confidences[at], flags[at], details.Reasons(at), details.Plausibility(at), details.Spatial(at), details.Temporal(at));
        }
    }

    /// <summary>Bytes of confidences and flags, the rest being details. <paramref name="start"/> is the first few bytes of the column.</summary>
    public static int SummaryBytes(ReadOnlySpan<byte> start)
    {
        var input = new ByteReader(start);
        var length = checked((int)input.Varint());
        return start.Length - input.Remaining + length;
    }

    /// <summary>The scores of a table of version 3: six packed columns, then the reasons of every row, not compressed.</summary>
    public static void ReadVersion3(ref ByteReader input, Span<Assessment> scores)
    {
        var columns = new long[6][];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = new long[scores.Length];
            PackedInts.Read(ref input, columns[column]);
        }

        for (var at = 0; at < scores.Length; at++)
        {
            scores[at] = ScoreOf(
                columns[0][at], columns[1][at], ScoreDetails.ReadReasons(ref input, columns[5][at]), columns[2][at], columns[3][at], columns[4][at]);
        }
    }

    public static long StepsOf(double score) => double.IsNaN(score) ? 0 : (long)Math.Round(Math.Clamp(score, 0, 1) * Steps);

    // Components are one more than their steps; 0 is none.
    private static Assessment ScoreOf(long confidence, long flag, string[] reasons, long plausibility, long spatial, long temporal) =>
        new(confidence / Steps, (QualityFlag)flag, reasons)
        {
            Plausibility = ComponentOf(plausibility),
            Spatial = ComponentOf(spatial),
            Temporal = ComponentOf(temporal),
        };

    private static double? ComponentOf(long oneMore) => oneMore == 0 ? null : (oneMore - 1) / Steps;
}
