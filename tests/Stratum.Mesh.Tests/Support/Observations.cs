using Stratum.Core;

namespace Stratum.Mesh.Tests.Support;

/// <summary>Signed observations as stations make them.</summary>
internal static class Observations
{
    public static NodeKey Key(byte seed) => NodeKey.FromSeed([.. Enumerable.Repeat(seed, NodeKey.SeedSize)]);

    public static SignedObservation One(
        NodeKey key, long timestamp, double value = 21.5, string device = "garden", string type = "temperature", GeoPoint? at = null) =>
        ObservationSigner.Sign(Unsigned(key.NodeId, timestamp, value, device, type, at), key);

    public static Observation Unsigned(
        NodeId signer, long timestamp, double value = 21.5, string device = "garden", string type = "temperature", GeoPoint? at = null)
    {
        var draft = new ObservationDraft
        {
            Timestamp = timestamp,
            Value = value,
            Latitude = at?.Latitude ?? 52.5,
            Longitude = at?.Longitude ?? 13.4,
        };
        draft[TextField.DeviceId] = device;
        draft[TextField.ReadingType] = type;
        draft[TextField.Unit] = "C";
        return ObservationBuilder.TryBuild(draft, signer, out var observation, out var error) ? observation : throw new ArgumentException(error.Field);
    }

    /// <summary>So many readings of ten devices, one a minute, the last before <paramref name="before"/>.</summary>
    public static List<SignedObservation> Many(NodeKey key, int count, long before, double firstValue = 0)
    {
        var observations = new List<SignedObservation>(count);
        for (var i = 0; i < count; i++)
        {
            observations.Add(One(key, before - 60 - (i / 10 * 60), firstValue + (i / 8.0), $"device-{i % 10}"));
        }

        return observations;
    }
}
