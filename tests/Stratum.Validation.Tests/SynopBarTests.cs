using System.Globalization;
using Stratum.Core;

namespace Stratum.Validation.Tests;

/// <summary>The bar of issue 7 on the synoptic set, with other seeds than those of the benchmark.</summary>
public class SynopBarTests
{
    [Fact]
    public void Score_TwentyReinjections_ReachTheBar()
    {
        var good = Stations();
        double found = 0, missed = 0, wrongly = 0, rightly = 0;
        for (var seed = 1001; seed <= 1020; seed++)
        {
            var random = new Random(seed);
            var observations = good.ToArray();
            var bad = new HashSet<int>();
            while (bad.Count < 23)
            {
                var i = random.Next(observations.Length);
                if (bad.Add(i))
                {
                    observations[i] = good[i] with { Value = good[i].Value + ((random.Next(2) == 0 ? -1 : 1) * (4 + (8 * random.NextDouble()))) };
                }
            }

            var assessments = new ReplayValidator(QuantityRegistry.Default, new ValidationOptions()).Score(observations);
            for (var i = 0; i < assessments.Length; i++)
            {
                var doubted = assessments[i].Flag is QualityFlag.Suspect or QualityFlag.Fail;
                found += bad.Contains(i) && doubted ? 1 : 0;
                missed += bad.Contains(i) && !doubted ? 1 : 0;
                wrongly += !bad.Contains(i) && doubted ? 1 : 0;
                rightly += !bad.Contains(i) && !doubted ? 1 : 0;
            }
        }

        var f1 = 2 * found / ((2 * found) + missed + wrongly);
        Assert.True(f1 >= 0.70, $"F1 {f1}");
        Assert.True(wrongly / (wrongly + rightly) <= 0.013, $"false positives {wrongly / (wrongly + rightly)}");
    }

    private static List<Observation> Stations() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "obs_20200601T12Z.csv")).Skip(1).Select(line => line.Split(',')).Select(row =>
            Observed.Of("temperature", Number(row[4]), 1_591_012_800, $"s{row[0]}", new GeoPoint(Number(row[1]), Number(row[2])), Number(row[3]))),
    ];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
