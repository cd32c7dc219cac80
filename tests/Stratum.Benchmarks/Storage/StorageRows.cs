using System.Globalization;
using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>The rows of the storage figures. Signatures are random bytes: nothing here verifies them.</summary>
internal sealed class StorageRows(int seed)
{
    private readonly Random _random = new(seed);
    private readonly byte[] _signature = new byte[Signature.Size];

    public Series SeriesOf(string device, string type, int node = 1)
    {
        Span<byte> key = stackalloc byte[Hash256.Size];
        key.Fill((byte)node);
        var texts = new string[TextFields.Count];
        Array.Fill(texts, "");
        texts[(int)TextField.DeviceId] = device;
        texts[(int)TextField.ReadingType] = type;
        texts[(int)TextField.Unit] = QuantityRegistry.Default.Find(type)?.Unit ?? "";
        texts[(int)TextField.DataLicense] = "CC-BY-4.0";
        return new Series(new NodeId(new Hash256(key)), 1, texts);
    }

    public NewObservation Row(Series series, long timestamp, double value, GeoPoint position)
    {
        _random.NextBytes(_signature);
        var observation = new Observation(series, timestamp, value, position, null);
        // As the intake gives them: tenths of a second, a third of a second after the measurement, give or take.
        var receivedAtMs = (timestamp * 1000) + 300 + (_random.Next(3) * 100);
        return new NewObservation(
            new SignedObservation(observation, Signature.FromBytes(_signature), CanonicalForm.ContentIdOf(observation)),
            receivedAtMs, ReceivedVia.Local, TimeSource.Device, Assessment.NotEvaluated);
    }

    /// <summary>Every reading of the Aberdeen file, in its order.</summary>
    public IEnumerable<NewObservation> Aberdeen()
    {
        var series = new Dictionary<string, (Series Pm10, Series Pm25)>(StringComparer.Ordinal);
        foreach (var cells in CsvTable.Read(Path.Combine(AppContext.BaseDirectory, "Data", "aberdeen-pm.csv"), out _))
        {
            if (!series.TryGetValue(cells[1], out var pair))
            {
                pair = series[cells[1]] = (SeriesOf("aberdeen-" + cells[1], "pm10"), SeriesOf("aberdeen-" + cells[1], "pm2_5"));
            }

            var at = DateTimeOffset.Parse(cells[0] + "Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();
            var place = new GeoPoint(double.Parse(cells[2], CultureInfo.InvariantCulture), double.Parse(cells[3], CultureInfo.InvariantCulture));
            yield return Row(pair.Pm10, at, double.Parse(cells[4], CultureInfo.InvariantCulture), place);
            yield return Row(pair.Pm25, at, double.Parse(cells[5], CultureInfo.InvariantCulture), place);
        }
    }

    /// <summary>Stations of decimal resolution: a temperature in tenths that wanders, one reading each an interval, in order of time.</summary>
    public IEnumerable<NewObservation> Stations(int stations, int rounds, long from, int intervalSeconds)
    {
        var series = new Series[stations];
        var tenths = new int[stations];
        var places = new GeoPoint[stations];
        for (var at = 0; at < stations; at++)
        {
            series[at] = SeriesOf($"station-{at}", "temperature");
            tenths[at] = _random.Next(-50, 250);
            places[at] = new GeoPoint(50 + Math.Round(_random.NextDouble() * 10, 4), Math.Round(_random.NextDouble() * 10, 4));
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var at = 0; at < stations; at++)
            {
                tenths[at] += _random.Next(-2, 3);
                yield return Row(series[at], from + ((long)round * intervalSeconds), tenths[at] / 10.0, places[at]);
            }
        }
    }
}
