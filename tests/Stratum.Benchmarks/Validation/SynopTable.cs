using System.Globalization;
using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>
/// Stations at one instant, from <c>obs_*.csv</c> (id, lat, lon, elev_m, temp_c, ...): errors are put into the good values again and again, by
/// seeds, of the set's own kind: one station in twenty, 4 to 12 degrees up or down.
/// </summary>
internal static class SynopTable
{
    private const int Replicates = 20;
    private const double LeastError = 4;
    private const double MostError = 12;
    private const double Share = 0.05;

    private static readonly string[] KindNames = ["right", "4-6 degC", "6-8 degC", "8-10 degC", "10-12 degC"];

    private static readonly string[] Anchors =
    [
        "plain IDW p2 100 km, 5 degC        P 0.22 R 0.77 FPR 0.1420 F1 0.35",
        "IDW + 6.5 K/km, 7 degC             P 0.64 R 0.59 FPR 0.0178 F1 0.61",
        "titanlib buddy 100 km thr 3        P 0.72 R 0.48 FPR 0.0099 F1 0.58",
        "titanlib SCT 50/150 km t=8         P 0.73 R 0.67 FPR 0.0132 F1 0.695",
    ];

    /// <summary>Reads every such file of the folder; empty when there is none.</summary>
    public static IEnumerable<LabelledSet> Read(string folder) =>
        Directory.GetFiles(folder, "obs_*.csv").Order(StringComparer.Ordinal).Select(Of);

    /// <summary>The stations of a file with their good values.</summary>
    public static List<Observation> GoodValues(string path)
    {
        var rows = CsvTable.Read(path, out _);
        return rows.ConvertAll(row => SyntheticStation.Of(row[0], Number(row[1]), Number(row[2]), Number(row[3])).Says(InstantOf(path), Number(row[4])));
    }

    private static LabelledSet Of(string path)
    {
        var good = GoodValues(path);
        var cases = Enumerable.Range(1, Replicates).Select(seed => Inject(good, seed)).ToList();
        return new LabelledSet($"{path}, {Replicates} re-injections", KindNames, cases, 0, (0.70, 0.013), Anchors);
    }

    private static LabelledCase Inject(List<Observation> good, int seed)
    {
        var random = new Random(seed);
        var observations = good.ToArray();
        var labels = new int[observations.Length];
        var indexes = Enumerable.Range(0, observations.Length).ToArray();
        random.Shuffle(indexes);
        foreach (var i in indexes.AsSpan(0, (int)Math.Round(observations.Length * Share)))
        {
            var error = LeastError + (random.NextDouble() * (MostError - LeastError));
            labels[i] = 1 + Math.Min(KindNames.Length - 2, (int)((error - LeastError) / 2));
            observations[i] = good[i] with { Value = Math.Round(good[i].Value + (random.Next(2) == 0 ? error : -error), 2) };
        }

        return new LabelledCase(observations, labels);
    }

    // obs_20200601T12Z.csv
    private static long InstantOf(string path) => DateTimeOffset.TryParseExact(
        Path.GetFileNameWithoutExtension(path)[4..], "yyyyMMddTHHZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
        ? instant.ToUnixTimeSeconds()
        : throw new InvalidDataException($"the name of {path} does not end in an instant like 20200601T12Z");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
