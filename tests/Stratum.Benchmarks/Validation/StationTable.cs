using System.Globalization;
using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>Stations and their hourly temperatures, from a folder with <c>stations.csv</c>, <c>temp_decic.csv</c> and <c>labels.csv</c>.</summary>
internal static class StationTable
{
    private const long HourSeconds = 3600;

    private static readonly string[] KindNames = ["right", "spike", "bias", "drift", "stuck", "fahrenheit", "radiation", "noise", "clock"];

    private static readonly string[] Anchors =
    [
        "plausible range only               P 1.00 R 0.02 FPR 0.0000 F1 0.05",
        "range + WMO step + stuck           P 0.71 R 0.16 FPR 0.0083 F1 0.27",
        "CrowdQC+ m4                        P 0.85 R 0.77 FPR 0.0170 F1 0.81",
        "titanlib SCT t=6 (best of 4..16)   P 0.91 R 0.78 FPR 0.0094 F1 0.84",
        "titanlib buddy 5 km (best of 8)    P 0.95 R 0.75 FPR 0.0048 F1 0.84",
        "OI leave-one-out, spatial only     P 0.90 R 0.81 FPR 0.0109 F1 0.855",
    ];

    /// <summary>Reads the folder; null when it is not of this kind.</summary>
    public static LabelledSet? Read(string folder)
    {
        var stationsPath = Path.Combine(folder, "stations.csv");
        var values = Directory.GetFiles(folder, "temp_*.csv");
        var labels = Directory.GetFiles(folder, "labels*.csv");
        if (!File.Exists(stationsPath) || values.Length == 0 || labels.Length != values.Length)
        {
            return null;
        }

        Array.Sort(values, string.CompareOrdinal);
        Array.Sort(labels, string.CompareOrdinal);
        var stations = CsvTable.Read(stationsPath, out _).ToDictionary(row => row[0], row => SyntheticStation.Of(
            row[0], Number(row[1]), Number(row[2]), row[3].Length == 0 ? null : Number(row[3])));
        var from = long.MaxValue;
        var cases = values.Zip(labels, (value, label) => Join(stations, value, label, ref from)).ToList();
        return new LabelledSet(folder, KindNames, cases, from + (24 * HourSeconds), (0.855, 0.012), Anchors);
    }

    private static LabelledCase Join(Dictionary<string, SyntheticStation> stations, string valuesPath, string labelsPath, ref long from)
    {
        var rows = CsvTable.Read(valuesPath, out var heading);
        var labels = CsvTable.Read(labelsPath, out _).ToDictionary(row => row[0]);
        var start = StartOf(heading);
        from = Math.Min(from, start);
        var observations = new List<Observation>();
        var known = new List<int>();
        foreach (var row in rows)
        {
            for (var hour = 0; hour < row.Length - 1; hour++)
            {
                if (row[hour + 1].Length > 0)
                {
                    observations.Add(stations[row[0]].Says(start + (hour * HourSeconds), Number(row[hour + 1]) / 10));
                    known.Add(int.Parse(labels[row[0]][hour + 1], CultureInfo.InvariantCulture));
                }
            }
        }

        return new LabelledCase(observations, known);
    }

    // "# station id, then 120 hourly values from 2017-06-10T00Z, ..."
    private static long StartOf(string heading)
    {
        var at = heading.IndexOf("from ", StringComparison.Ordinal);
        return at >= 0 && DateTimeOffset.TryParseExact(
            heading.AsSpan(at + 5, Math.Min(13, heading.Length - at - 5)), "yyyy-MM-ddTHH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            ? start.ToUnixTimeSeconds()
            : throw new InvalidDataException($"the first line \"{heading}\" does not say \"from yyyy-mm-ddThhZ\"");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
