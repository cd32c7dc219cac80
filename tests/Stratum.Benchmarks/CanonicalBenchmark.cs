using System.Diagnostics;
using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>Canonical bytes, ids and signatures on one core.</summary>
internal static class CanonicalBenchmark
{
    private const int Rounds = 200_000;
    private const int SignatureRounds = 10_000;

    public static Task RunAsync()
    {
        using var key = NodeKey.FromSeed(new byte[NodeKey.SeedSize]);
        var draft = new ObservationDraft { Timestamp = 1_712_000_000, Value = 22.5, Latitude = 57.15, Longitude = -2.11 };
        draft[TextField.DeviceId] = "aberdeen-22885";
        draft[TextField.ReadingType] = "pm2_5";
        draft[TextField.Unit] = "\u00b5g/m\u00b3";
        if (!ObservationBuilder.TryBuild(draft, key.NodeId, out var observation, out var error))
        {
            throw new InvalidOperationException(error.Reason);
        }

        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        Measure("canonical bytes", Rounds, () =>
        {
            buffer.ResetWrittenCount();
            CanonicalForm.Write(observation, buffer);
        });
        Measure("content_id", Rounds, () => CanonicalForm.ContentIdOf(observation));
        Measure("reading_id", Rounds, () => CanonicalForm.ReadingIdOf(observation));
        var signed = ObservationSigner.Sign(observation, key);
        Measure("sign", SignatureRounds, () => ObservationSigner.Sign(observation, key));
        Measure("verify", SignatureRounds, () => ObservationVerifier.Verify(observation, signed.Signature, out _));
        return Task.CompletedTask;
    }

    private static void Measure(string name, int rounds, Action action)
    {
        for (var i = 0; i < rounds / 10; i++)
        {
            action();
        }

        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < rounds; i++)
        {
            action();
        }

        var microseconds = Stopwatch.GetElapsedTime(started).TotalMicroseconds / rounds;
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - allocatedBefore) / rounds;
        Console.WriteLine($"{name,-18} {microseconds,8:0.000} us  {allocated,5} bytes allocated");
    }
}
