using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>
/// New errors in the values of a station table that are labelled right, by seeds, of the eight kinds of the table and about as many of each:
/// constants chosen on the table's own errors are checked on these. What was labelled wrong is left out, so that nothing is known of it.
/// </summary>
internal static class StationReinjection
{
    private const int Seeds = 6;
    private const long HourSeconds = 3600;

    // The labels of such tables begin at errors of one degree.
    private const double LeastError = 1;

    // Of a hundred stations so many have the error; the others have at most spikes.
    private static readonly (int Kind, int PerCent)[] Shares = [(2, 8), (3, 7), (4, 9), (5, 3), (6, 8), (7, 3), (8, 5)];

    /// <summary>The set with new errors in its first case.</summary>
    public static LabelledSet Of(LabelledSet set) => set with
    {
        Name = $"{set.Name}, {Seeds} re-injections of its kinds",
        Anchors = [],
        Cases = [.. Enumerable.Range(1, Seeds).Select(seed => Inject(set.Cases[0], new Random(seed)))],
    };

    private static LabelledCase Inject(LabelledCase original, Random random)
    {
        var observations = new List<Observation>();
        var labels = new List<int>();
        foreach (var station in Enumerable.Range(0, original.Observations.Count).Where(i => original.Labels[i] <= 0).GroupBy(i => original.Observations[i].Series.DeviceId))
        {
            var good = station.OrderBy(i => original.Observations[i].Timestamp).ToArray();
            var values = good.Select(i => original.Observations[i].Value).ToArray();
            var hours = good.Select(i => original.Observations[i].Timestamp / HourSeconds).ToArray();
            var kinds = new int[good.Length];
            Disturb(values, hours, kinds, random);
            for (var k = 0; k < good.Length; k++)
            {
                var before = original.Observations[good[k]].Value;
                observations.Add(original.Observations[good[k]] with { Value = Math.Round(values[k], 1) });
                labels.Add(original.Labels[good[k]] < 0 ? -1 : Math.Abs(values[k] - before) >= LeastError ? kinds[k] : 0);
            }
        }

        return new LabelledCase(observations, labels);
    }

    private static void Disturb(double[] values, long[] hours, int[] kinds, Random random)
    {
        var draw = random.Next(100);
        var kind = 0;
        foreach (var (candidate, perCent) in Shares)
        {
            kind = kind == 0 && draw < perCent ? candidate : kind;
            draw -= perCent;
        }

        var good = values.ToArray();
        var start = random.Next(values.Length / 5, values.Length);
        var end = Math.Min(values.Length, start + (kind == 4 ? random.Next(10, 50) : kind is 2 or 5 or 7 ? random.Next(12, 64) : values.Length));
        var size = (random.Next(2) == 0 ? 1 : -1) * (kind == 2 ? (double)(2 << random.Next(3)) : 0.04 + (random.NextDouble() * 0.1));
        var strength = 4 + (random.NextDouble() * 4);
        for (var k = kind is 6 or 8 ? values.Length / 5 : start; k < end && kind > 0; k++)
        {
            kinds[k] = kind;
            values[k] = kind switch
            {
                2 => good[k] + size,
                3 => good[k] + (size * (hours[k] - hours[start])),
                4 => good[start],
                5 => (good[k] * 1.8) + 32,
                6 => good[k] + (strength * Math.Max(0, Math.Sin(Math.PI * ((hours[k] % 24) - 4) / 16))),
                7 => good[k] + (3 * Normal(random)),
                _ => k >= 3 ? good[k - 3] : good[k],
            };
        }

        for (var k = values.Length / 5; k < values.Length; k++)
        {
            if (kinds[k] == 0 && random.NextDouble() < 0.004)
            {
                kinds[k] = 1;
                values[k] += (random.Next(2) == 0 ? 1 : -1) * (5 + (random.NextDouble() * 10));
            }
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
