using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Heartbeats;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Tests.Fuzz;

/// <summary>Random and mutated bytes into every decoder. A failure names the seed that makes it again.</summary>
public sealed class DecoderFuzzTests
{
    private static readonly BackfillOptions Small = new() { DaysMax = 1, RangesBytesMax = 4096, WantMax = 2, ItemsBytesMax = 700 };

    private static readonly List<byte[]> Corpus = Record();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Frames_RandomAndMutated_NeverThrow(int seed)
    {
        var random = new Random(seed);
        var reader = new ObservationBatchReader();
        var rows = new List<UnverifiedObservation>();
        Guarded(seed, 100_000, () =>
        {
            var bytes = random.Next(4) == 0 ? RandomBytes(random, 200) : Mutated(random);
            if (FrameCodec.TryParse(bytes, IMeshConnection.FrameBytesMax, out var frame) && (frame.Gossip ?? frame.BackfillItems?.Batch) is { } batch)
            {
                reader.TryRead(batch, rows, out _);
            }
        });
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Heartbeats_RandomAndMutated_NeverThrow(int seed)
    {
        using var key = Observations.Key(1);
        var random = new Random(seed);
        var body = new HeartbeatBody { NetworkId = "stratum", NodeId = ByteString.CopyFrom(new byte[32]), Sequence = 1, ClockMs = 1, Beacon = "u33dc0" };
        var valid = HeartbeatCodec.Write(body, message => key.Sign(message.Span), []);
        Guarded(seed, 50_000, () => HeartbeatCodec.TryRead(random.Next(4) == 0 ? RandomBytes(random, 300) : Mutate(random, valid), out _, out _));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Engine_FedByHostilePeers_NeverThrowsAndStoresNothingUnverified(int seed)
    {
        var world = new EngineWorld(seed);
        var node = world.AddNode(1, setup => setup with { Backfill = Small, LinksMax = 1_000 });
        using var key = Observations.Key(9);
        foreach (var observation in Observations.Many(key, 20, world.UnixSeconds))
        {
            node.Store.Add(observation);
        }

        var random = new Random(seed);
        Guarded(seed, 3_000, () =>
        {
            var link = Join(world, node, random);
            for (var i = 0; i < 4; i++)
            {
                FrameCodec.TryParse(random.Next(8) == 0 ? RandomBytes(random, 100) : Mutated(random), IMeshConnection.FrameBytesMax, out var frame);
                node.Handle(new MeshEvent.Arrived(link.Number, frame));
            }

            EngineWorld.Break(link);
            world.Run(20);
        });

        Assert.Equal(0, node.LinksUp);
        Assert.All(node.Store.All(), held => Assert.True(ObservationVerifier.TryVerify(held.Observation, held.Signature, out _)));
        Assert.True(node.Counters.Refused(RefusalReason.Malformed, byPeer: false) > 100, "the mutations reach the checks");
    }

    private static WorldLink Join(EngineWorld world, WorldNode node, Random random)
    {
        var id = new byte[32];
        random.NextBytes(id);
        var number = 1_000_000L + random.Next(1 << 30);
        var hello = Frame.Parser.ParseFrom(Corpus.First(bytes => Frame.Parser.ParseFrom(bytes).Hello is not null));
        hello.Hello.NodeId = ByteString.CopyFrom(id);
        hello.Hello.ClockMs = world.Now.UnixMs;
        var link = WorldLink.Stranger(node, number, new NodeId(new Hash256(id)));
        node.Open(link, null);
        node.Handle(new MeshEvent.Arrived(number, hello));
        return link;
    }

    // Every kind of frame that two nodes exchange.
    private static List<byte[]> Record()
    {
        var world = new EngineWorld();
        var b = world.AddNode(2, setup => setup with { Backfill = Small });
        var a = world.AddNode(1, setup => setup with { Backfill = Small, Peers = [b.AsPeer] });
        using var key = Observations.Key(9);
        foreach (var (i, observation) in Observations.Many(key, 60, world.UnixSeconds).Index())
        {
            (i % 2 == 0 ? a : b).Store.Add(observation);
        }

        world.Run(5_000);
        a.Publish(Observations.One(key, world.UnixSeconds));
        world.Run(1_000);
        return [.. world.Delivered.Select(frame => frame.Frame.ToByteArray())];
    }

    private static byte[] Mutated(Random random) => Mutate(random, Corpus[random.Next(Corpus.Count)]);

    private static byte[] Mutate(Random random, byte[] valid)
    {
        var bytes = valid.ToArray();
        for (var i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes = bytes[..at];
                    break;
                default:
                    bytes = [.. bytes[..at], .. RandomBytes(random, 8), .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }

    private static byte[] RandomBytes(Random random, int max)
    {
        var bytes = new byte[random.Next(max)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Guarded(int seed, int times, Action step)
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                step();
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, step {i}: {e}");
            }
        }
    }
}
