using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>How verdicts (flag 3 or 4) and labels meet.</summary>
internal sealed class DetectionCounts(int kinds)
{
    private readonly long[] _found = new long[kinds];
    private readonly long[] _all = new long[kinds];

    /// <summary>Right values that were called wrong, over all right ones.</summary>
    public double FalsePositiveRate => Share(_found[0], _all[0]);

    /// <summary>Errors among what was called wrong.</summary>
    public double Precision => Share(Errors(_found), Errors(_found) + _found[0]);

    /// <summary>Errors that were called wrong.</summary>
    public double Recall => Share(Errors(_found), Errors(_all));

    /// <summary>Harmonic mean of precision and recall.</summary>
    public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    /// <summary>Found and all of one kind.</summary>
    public (long Found, long All) Of(int kind) => (_found[kind], _all[kind]);

    /// <summary>Counts one observation; a negative label is not counted.</summary>
    public void Add(int label, QualityFlag flag)
    {
        if (label >= 0)
        {
            _all[label]++;
            _found[label] += flag is QualityFlag.Suspect or QualityFlag.Fail ? 1 : 0;
        }
    }

    private static long Errors(long[] counts) => counts.Skip(1).Sum();

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
