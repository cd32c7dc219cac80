using System.Diagnostics;
using System.Globalization;
using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Benchmarks;

/// <summary>The eight nearest latest values of one quantity, at places drawn at random where the stations are.</summary>
internal static class NearestBenchmark
{
    private const int Queries = 20_000;
    private const int Nearest = 8;
    private const double RadiusKm = 500;

    public static void Run(List<Figure> figures)
    {
        foreach (var (stations, targetUs) in ((int, double)[])[(10_000, 20), (100_000, 60)])
        {
            var source = new SyntheticRows(stations);
            var index = new LatestIndex();
            foreach (var series in source.MakeSeries(stations * 5).Where(static series => series.ReadingType == "temperature"))
            {
                var row = source.Next(series, SyntheticRows.Start);
                index.Update(new SeriesEntry(1, series),
                    new StoredObservation(row.Observation, 1, row.ReceivedAtMs, row.ReceivedVia, row.TimeSource, row.Assessment));
            }

            Measure(index, Queries / 4);
            var times = Measure(index, Queries);
            Array.Sort(times);
            figures.Add(new Figure($"nearest-8 latest values, p99, {stations / 1000}k stations", times[times.Length * 99 / 100], "us", targetUs,
                Remark: string.Create(
                CultureInfo.InvariantCulture, $"median {times[times.Length / 2]:0.0} us, {Queries:N0} queries")));
        }
    }

    private static double[] Measure(LatestIndex index, int queries)
    {
        var random = new Random(8);
        var times = new double[queries];
        for (var at = 0; at < queries; at++)
        {
            var centre = new GeoPoint(36 + (random.NextDouble() * 30), -10 + (random.NextDouble() * 40));
            var started = Stopwatch.GetTimestamp();
            var found = index.Near(centre, RadiusKm, "temperature", Nearest);
            times[at] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            if (found.Count != Nearest)
            {
                throw new InvalidOperationException($"{found.Count} stations near {centre}");
            }
        }

        return times;
    }
}
