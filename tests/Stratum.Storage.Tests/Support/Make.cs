using System.Security.Cryptography;
using Stratum.Core;

namespace Stratum.Storage.Tests;

/// <summary>Observations with right content ids and made-up signatures: the store verifies nothing.</summary>
internal static class Make
{
    /// <summary>2026-11-20 00:00:00 UTC.</summary>
    public const long Midnight = 1_795_132_800;

    public static NodeId Node(int number)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        bytes.Fill((byte)number);
        return new NodeId(new Hash256(bytes));
    }

    public static Series Series(string device = "a", string type = "temperature", int node = 1, string note = "", string deployment = "")
    {
        var texts = new string[TextFields.Count];
        Array.Fill(texts, "");
        texts[(int)TextField.DeviceId] = device;
        texts[(int)TextField.ReadingType] = type;
        texts[(int)TextField.Unit] = "degC";
        texts[(int)TextField.DataLicense] = "CC-BY-4.0";
        texts[(int)TextField.NodeInfo] = note;
        texts[(int)TextField.DeploymentType] = deployment;
        return new Series(Node(node), 1, texts);
    }

    public static NewObservation Row(
        Series series, long timestamp, double value = 1, GeoPoint? position = null, double? altitude = null, int signature = 1, long? receivedAtMs = null)
    {
        var observation = new Observation(series, timestamp, value, position, altitude);
        return new NewObservation(
            new SignedObservation(observation, Signature(observation, signature), CanonicalForm.ContentIdOf(observation)),
            receivedAtMs ?? (timestamp * 1000) + 500,
            ReceivedVia.Mesh,
            TimeSource.Unknown,
            Assessment.NotEvaluated);
    }

    /// <summary>64 bytes that depend on the content, the first of them the number: higher numbers are higher signatures.</summary>
    public static Signature Signature(Observation observation, int number)
    {
        var bytes = new byte[Core.Signature.Size];
        SHA512.HashData(CanonicalForm.ToArray(observation), bytes);
        bytes[0] = (byte)number;
        return Core.Signature.FromBytes(bytes);
    }

    /// <summary>Options under which a few rows fill memtables, segments, blocks and days.</summary>
    public static StoreOptions RandomOptions(Random random) => new()
    {
        Directory = StoreFixture.Directory,
        MemtableBytes = (4 + random.Next(60)) * 420L,
        WalSegmentBytes = 1024 + random.Next(4096),
        WalBytes = 8192 + random.Next(8192),
        BlockRows = 1 + random.Next(20),
        MergeQuietSeconds = random.Next(2) * 600,
        DayTablesMax = 2 + random.Next(4),
    };
}
