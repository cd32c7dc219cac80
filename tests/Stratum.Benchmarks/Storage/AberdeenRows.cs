using System.Globalization;
using Stratum.Core;
using Stratum.Node.Pipeline;
using Stratum.Validation;

namespace Stratum.Benchmarks;

/// <summary>
/// Two days of 23 fine-dust sensors (Data/SOURCES.md), as a node would have stored them: in order of time, scored by the node's own
/// validation, received in the first three tenths of the sensor's second (the intake keeps tenths). Signatures are random bytes: 64 bytes that nothing
/// can shorten, as real ones.
/// </summary>
internal static class AberdeenRows
{
    private const int Seed = 20190518;

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "luftdaten_aberdeen_2019-05-18_19.csv");

    public static List<NewObservation> Read()
    {
        var random = new Random(Seed);
        var signature = new byte[Signature.Size];
        var series = new Dictionary<(string, string), Series>();
        var observations = new List<Observation>();
        var received = new List<long>();
        foreach (var row in CsvTable.Read(Path, out _))
        {
            var time = DateTimeOffset.Parse(row[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();
            var place = new GeoPoint(Number(row[2]), Number(row[3]));
            var receivedMs = (time * 1000) + (random.Next(3) * 100);
            Add("pm10", row[4]);
            Add("pm2_5", row[5]);

            void Add(string type, string value)
            {
                if (value.Length == 0)
                {
                    return;
                }

                if (!series.TryGetValue((row[1], type), out var known))
                {
                    series[(row[1], type)] = known = MakeSeries(row[1], type);
                }

                observations.Add(new Observation(known, time, Number(value), place, null));
                received.Add(receivedMs);
            }
        }

        var scores = new ReplayValidator(QuantityRegistry.Default, new ValidationOptions(), ValidatorRegistry.Create(trust: null))
            .Score(observations, null, CancellationToken.None);
        var rows = new List<NewObservation>(observations.Count);
        for (var at = 0; at < observations.Count; at++)
        {
            random.NextBytes(signature);
            rows.Add(new NewObservation(
                new SignedObservation(observations[at], Signature.FromBytes(signature), CanonicalForm.ContentIdOf(observations[at])),
                received[at],
                ReceivedVia.Local,
                TimeSource.Unknown,
                scores[at]));
        }

        return rows;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Series MakeSeries(string sensor, string type)
    {
        var texts = new string[TextFields.Count];
        Array.Fill(texts, "");
        texts[(int)TextField.DeviceId] = $"sensor-{sensor}";
        texts[(int)TextField.ReadingType] = type;
        texts[(int)TextField.Unit] = QuantityRegistry.Default.Find(type)!.Unit;
        texts[(int)TextField.SensorModel] = "SDS011";
        texts[(int)TextField.DataSource] = "sensor.community";
        texts[(int)TextField.DataLicense] = "DbCL-1.0";
        Span<byte> key = stackalloc byte[Hash256.Size];
        key.Fill(7);
        return new Series(new NodeId(new Hash256(key)), 1, texts);
    }
}
