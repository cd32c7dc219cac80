using Stratum.Core;

namespace Stratum.Validation.Tests;

/// <summary>Makes observations as adapters and peers would, without signing them.</summary>
internal static class Observed
{
    /// <summary>2026-11-20T12:00:00Z, winter in the north.</summary>
    public const long Noon = 1_795_176_000;

    public static readonly GeoPoint Berlin = new(52.52, 13.405);

    private static readonly NodeId Node = NodeOf(1);

    public static NodeId NodeOf(byte seed)
    {
        Span<byte> key = stackalloc byte[Hash256.Size];
        key.Fill(seed);
        return new NodeId(new Hash256(key));
    }

    public static Observation Of(
        string readingType, double value, long timestamp = Noon, string device = "own", GeoPoint? position = null, double? altitude = 50,
        string? unit = null, string sensorModel = "", NodeId? node = null, bool noPosition = false, string deployment = "")
    {
        var texts = new string[TextFields.Count];
        Array.Fill(texts, "");
        texts[(int)TextField.DeviceId] = device;
        texts[(int)TextField.ReadingType] = readingType;
        texts[(int)TextField.Unit] = unit ?? QuantityRegistry.Default.Find(readingType)?.Unit ?? "";
        texts[(int)TextField.SensorModel] = sensorModel;
        texts[(int)TextField.DeploymentType] = deployment;
        var series = new Series(node ?? Node, 1, texts);
        return new Observation(series, timestamp, value, noPosition ? null : position ?? Berlin, altitude);
    }

    public static StoredObservation Stored(Observation observation, QualityFlag flag = QualityFlag.Good) => new(
        new SignedObservation(observation, default, default), 1, observation.Timestamp * 1000, ReceivedVia.Mesh, TimeSource.Unknown,
            new Assessment(0.9, flag, []));

    /// <summary>A place so many kilometres north and east of Berlin.</summary>
    public static GeoPoint Away(double northKm, double eastKm) => new(Berlin.Latitude + (northKm / 111.195), Berlin.Longitude + (eastKm / 67.66));
}
