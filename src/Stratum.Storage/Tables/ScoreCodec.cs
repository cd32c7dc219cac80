using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The scores of a block: a run of rows with the same score is written once.</summary>
internal static class ScoreCodec
{
    /// <summary>Most reasons kept of one score: no score has more than one a validator.</summary>
    private const int MaxReasons = 16;

    public static void Write(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        for (var at = 0; at < rows.Length;)
        {
            var first = rows[at].Assessment;
            var run = 1;
            while (at + run < rows.Length && Same(first, rows[at + run].Assessment))
            {
                run++;
            }

            output.Varint((uint)run);
            WriteOne(output, first);
            at += run;
        }
    }

    public static void Read(ref ByteReader input, BlockRows rows)
    {
        for (var at = 0; at < rows.Count;)
        {
            var run = input.Varint();
            if (run == 0 || run > (ulong)(rows.Count - at))
            {
                throw new InvalidDataException($"a score for {run} rows, {rows.Count - at} left");
            }

            rows.Assessments.AsSpan(at, (int)run).Fill(ReadOne(ref input));
            at += (int)run;
        }
    }

    private static void WriteOne(ByteWriter output, Assessment score)
    {
        output.Double(score.Confidence);
        output.Varint((uint)score.Flag);
        output.Byte((byte)((score.Plausibility is null ? 0 : 1) | (score.Spatial is null ? 0 : 2) | (score.Temporal is null ? 0 : 4)));
        WriteComponent(output, score.Plausibility);
        WriteComponent(output, score.Spatial);
        WriteComponent(output, score.Temporal);
        var reasons = Math.Min(score.Reasons.Count, MaxReasons);
        output.Varint((uint)reasons);
        for (var at = 0; at < reasons; at++)
        {
            output.Text(score.Reasons[at]);
        }
    }

    private static void WriteComponent(ByteWriter output, double? component)
    {
        if (component is { } score)
        {
            output.Double(score);
        }
    }

    private static Assessment ReadOne(ref ByteReader input)
    {
        var confidence = input.Double();
        var flag = (QualityFlag)input.Varint();
        var present = input.Byte();
        double? plausibility = (present & 1) != 0 ? input.Double() : null;
        double? spatial = (present & 2) != 0 ? input.Double() : null;
        double? temporal = (present & 4) != 0 ? input.Double() : null;
        var reasons = new string[input.Count()];
        for (var at = 0; at < reasons.Length; at++)
        {
            reasons[at] = input.Text();
        }

        return new Assessment(confidence, flag, reasons) { Plausibility = plausibility, Spatial = spatial, Temporal = temporal };
    }

    private static bool Same(Assessment left, Assessment right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Confidence != right.Confidence || left.Flag != right.Flag || left.Plausibility != right.Plausibility
            || left.Spatial != right.Spatial || left.Temporal != right.Temporal || left.Reasons.Count != right.Reasons.Count)
        {
            return false;
        }

        for (var at = 0; at < left.Reasons.Count; at++)
        {
            if (!string.Equals(left.Reasons[at], right.Reasons[at], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
