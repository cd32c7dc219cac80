using Stratum.Core;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Tests.Support;

internal static class TestBatch
{
    public static ObservationBatch Of(params SignedObservation[] observations)
    {
        var writer = new ObservationBatchWriter();
        foreach (var observation in observations)
        {
            Assert.True(writer.TryAdd(observation));
        }

        return writer.ToBatch();
    }

    public static Frame Gossip(params SignedObservation[] observations) => new() { Gossip = Of(observations) };

    /// <summary>The same content with a signature that is not the signer's.</summary>
    public static SignedObservation Forged(SignedObservation observation)
    {
        Span<byte> bytes = stackalloc byte[Signature.Size];
        observation.Signature.CopyTo(bytes);
        bytes[7] ^= 1;
        return observation with { Signature = Signature.FromBytes(bytes) };
    }
}
