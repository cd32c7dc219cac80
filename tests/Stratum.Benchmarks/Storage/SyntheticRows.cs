using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>
/// Stations as there are many: values with the decimal resolution of the sensor that move a little from reading to reading, a fixed place, a
/// clock that is steady within a second. Signatures are random bytes: the store keeps them and never verifies. The same seed gives the same rows.
/// </summary>
internal sealed class SyntheticRows(int seed)
{
    /// <summary>2026-01-01 00:00:00 UTC: every day of it is over.</summary>
    public const long Start = 1_767_225_600;

    private static readonly (string Type, string Unit, double Low, double Range, int Steps)[] Quantities =
    [
        ("temperature", "degC", -5, 30, 10),
        ("humidity", "%", 30, 60, 1),
        ("pressure", "hPa", 980, 50, 10),
        ("pm2_5", "ug/m3", 1, 30, 100),
        ("pm10", "ug/m3", 2, 50, 100),
    ];

    private readonly Random _random = new(seed);
    private readonly Dictionary<Series, (GeoPoint Place, long Steps, int Scale)> _state = [];
    private readonly byte[] _signature = new byte[Signature.Size];

    /// <summary>Five quantities a station.</summary>
    public Series[] MakeSeries(int count, NodeId? signer = null)
    {
        var made = new Series[count];
        for (var at = 0; at < count; at++)
        {
            var quantity = Quantities[at % Quantities.Length];
            made[at] = MakeSeries($"station-{at / Quantities.Length:D5}", quantity.Type, quantity.Unit, signer);
            _state[made[at]] = (
                new GeoPoint(Math.Round(36 + (_random.NextDouble() * 30), 4), Math.Round(-10 + (_random.NextDouble() * 40), 4)),
                (long)((quantity.Low + (_random.NextDouble() * quantity.Range)) * quantity.Steps),
                quantity.Steps);
        }

        return made;
    }

    /// <summary>The next reading of a series.</summary>
    public NewObservation Next(Series series, long timestamp)
    {
        var (place, steps, scale) = _state[series];
        steps += _random.Next(-3, 4);
        _state[series] = (place, steps, scale);
        var observation = new Observation(series, timestamp, (double)steps / scale, place, 42);
        _random.NextBytes(_signature);
        return new NewObservation(
            new SignedObservation(observation, Signature.FromBytes(_signature), CanonicalForm.ContentIdOf(observation)),
            (timestamp * 1000) + (_random.Next(3) * 100),
            ReceivedVia.Local,
            TimeSource.Unknown,
            Assessment.NotEvaluated);
    }

    private static Series MakeSeries(string device, string type, string unit, NodeId? signer)
    {
        var texts = new string[TextFields.Count];
        Array.Fill(texts, "");
        texts[(int)TextField.DeviceId] = device;
        texts[(int)TextField.ReadingType] = type;
        texts[(int)TextField.Unit] = unit;
        texts[(int)TextField.DataLicense] = "CC-BY-4.0";
        texts[(int)TextField.NodeName] = "benchmark";
        Span<byte> key = stackalloc byte[Hash256.Size];
        key.Fill(7);
        return new Series(signer ?? new NodeId(new Hash256(key)), 1, texts);
    }
}
