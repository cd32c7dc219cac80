using System.Buffers;
using Stratum.Core;

namespace Stratum.Archive.Tests;

/// <summary>Exports of a few observations.</summary>
internal static class SampleFile
{
    public static byte[] Export(int observations)
    {
        using var key = NodeKey.FromSeed(Enumerable.Repeat((byte)3, NodeKey.SeedSize).ToArray());
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < observations; i++)
        {
            var draft = new ObservationDraft { Timestamp = 1_780_000_000 + i, Value = 20 + (i / 8.0), Latitude = 59.9, Longitude = 10.7 };
            draft[TextField.DeviceId] = "d";
            draft[TextField.ReadingType] = "temperature";
            Assert.True(ObservationBuilder.TryBuild(draft, key.NodeId, out var observation, out var error), error?.ToString());
            var stored = new StoredObservation(
                ObservationSigner.Sign(observation, key), i + 1, 1_780_000_000_123, ReceivedVia.Local, TimeSource.Device,
                new Assessment(0.9, QualityFlag.Good, ["near \"x\""]));
            ObservationJson.WriteLine(stored, output);
        }

        return output.WrittenSpan.ToArray();
    }

    public static async Task<VerificationReport> Verify(byte[] file, bool signaturesOnly = false)
    {
        using var stream = new MemoryStream(file);
        return await ObservationFileVerifier.VerifyAsync(stream, signaturesOnly, null, CancellationToken.None);
    }
}
