using System.Globalization;
using Stratum.Core;

namespace Stratum.Node.Demo;

/// <summary>The two data sets that are part of the program (Datasets/SOURCES.md).</summary>
internal static class DemoDatasets
{
    private static readonly DemoSource SensorCommunity = new("sensor.community", "sensor.community, Aberdeen 2019-05-18", "ODbL-1.0", "SDS011");

    private static readonly DemoSource MetNorway = new("met.no", "MET Norway, 2020-06-01 12:00 UTC", "CC-BY-4.0", "");

    /// <summary>PM10 and PM2.5 of 23 sensors over six hours, oldest first.</summary>
    public static IReadOnlyList<DemoReading> ParticulateMatter()
    {
        var rows = Rows("aberdeen-pm.csv");
        var end = Seconds(rows[^1][0]);
        var readings = new List<DemoReading>(rows.Count * 2);
        foreach (var row in rows)
        {
            var pm10 = new DemoReading
            {
                SecondsBeforeEnd = end - Seconds(row[0]),
                DeviceId = $"aberdeen-{row[1]}",
                ReadingType = "pm10",
                Unit = "\u00b5g/m\u00b3",
                Value = Number(row[4]),
                Latitude = Number(row[2]),
                Longitude = Number(row[3]),
                Source = SensorCommunity,
            };
            readings.Add(pm10);
            readings.Add(pm10 with { ReadingType = "pm2_5", Value = Number(row[5]) });
        }

        return readings;
    }

    /// <summary>One air temperature of each of 461 stations, all at one instant.</summary>
    public static IReadOnlyList<DemoReading> Temperatures() =>
    [
        .. Rows("metno-temperature.csv").Select(row => new DemoReading
        {
            SecondsBeforeEnd = 0,
            DeviceId = $"metno-{row[0]}",
            ReadingType = "temperature",
            Unit = "\u00b0C",
            Value = Number(row[4]),
            Latitude = Number(row[1]),
            Longitude = Number(row[2]),
            Altitude = Number(row[3]),
            Source = MetNorway,
        }),
    ];

    private static List<string[]> Rows(string name)
    {
        using var stream = typeof(DemoDatasets).Assembly.GetManifestResourceStream(name)
            ?? throw new StratumException($"the demo's data set {name} is missing from the program", ExitCode.Internal);
        using var reader = new StreamReader(stream);
        var rows = new List<string[]>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            rows.Add(line.Split(','));
        }

        return rows;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static long Seconds(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();
}
