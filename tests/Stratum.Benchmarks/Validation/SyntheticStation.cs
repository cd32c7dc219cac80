using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>A station of a data set, with a signer of its own as in <c>stratum validate</c>.</summary>
internal sealed record SyntheticStation(Series Series, GeoPoint Position, double? Altitude)
{
    public static SyntheticStation Of(string device, double latitude, double longitude, double? altitude)
    {
        var signer = new NodeId(new Hash256(SHA256.HashData(Encoding.UTF8.GetBytes(device))));
        var draft = new ObservationDraft { Timestamp = 0, Value = 0, Latitude = latitude, Longitude = longitude, Altitude = altitude };
        draft[TextField.DeviceId] = device;
        draft[TextField.ReadingType] = "temperature";
        draft[TextField.Unit] = QuantityRegistry.Default.Find("temperature")!.Unit;
        return ObservationBuilder.TryBuild(draft, signer, out var observation, out var error)
            ? new SyntheticStation(observation.Series, observation.Position!.Value, altitude)
            : throw new InvalidDataException($"station {device}: {error.Field} {error.Reason}");
    }

    public Observation Says(long timestamp, double value) => new(Series, timestamp, value, Position, Altitude);
}
