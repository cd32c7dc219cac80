using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Heartbeats;
using Stratum.Mesh.Negentropy;
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
        Guarded(seed, 300_000, () =>
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
        Guarded(seed, 100_000, () => HeartbeatCodec.TryRead(random.Next(4) == 0 ? RandomBytes(random, 300) : Mutate(random, valid), out _, out _));
    }

    [Fact]
    public void Ranges_RandomAndMutated_AreAnsweredOrRefused()
    {
        var random = new Random(7);
        var items = Enumerable.Range(0, 400).Select(at => new ReconciliationItem(at / 3, new ContentId(new Hash256(NextHash(random))))).Order().ToArray();
        byte[][] valid =
        [
            new NegentropySession(items.AsMemory(0, 300), 4096).Initiate(),
            new NegentropySession(items.AsMemory(0, 20), 4096).Initiate(),
            new NegentropySession(items.AsMemory(100, 300), 4096).Reconcile(new NegentropySession(items.AsMemory(0, 300), 4096).Initiate(), [], [])!,
        ];
        var answered = 0;
        Guarded(7, 150_000, () =>
        {
            var initiates = random.Next(2) == 0;
            var session = new NegentropySession(items.AsMemory(0, 300), 4096);
            if (initiates)
            {
                session.Initiate();
            }

            List<ReconciliationItem> have = [];
            List<ContentId> need = [];
            var message = random.Next(8) == 0 ? RandomBytes(random, 200) : Mutate(random, valid[random.Next(valid.Length)]);
            try
            {
                var answer = session.Reconcile(message, have, need);
                Assert.True(answer is null || answer.Length <= 4096 + (16 * 60), "an answer above the limit");
                answered++;
            }
            catch (InvalidDataException)
            {
                // What is no message.
            }

            Assert.True(have.Count <= 300 * 300 && need.Count <= message.Length / 32, "more ids than there were");
        });
        Assert.True(answered > 10_000, "the mutations reach the ranges");
    }

    [Fact]
    public void Records_RandomAndMutated_AreNone()
    {
        using var key = Observations.Key(1);
        var random = new Random(8);
        var body = new PeerRecordBody { NetworkId = "stratum", NodeId = Wire.HashColumn.Of(key.NodeId.PublicKey), IssuedMs = 1_000, HighestPayloadVersion = 1 };
        body.Addresses.Add("10.0.0.1:9001");
        var valid = body.ToByteArray();
        Guarded(8, 150_000, () =>
        {
            var mutated = random.Next(4) == 0 ? RandomBytes(random, 300) : Mutate(random, valid);
            var record = new Protos.PeerRecord { Body = ByteString.CopyFrom(mutated), Signature = ByteString.CopyFrom(new byte[64]) };
            var read = Stratum.Mesh.Membership.PeerRecord.TryRead(record, "stratum", default, static (_, _, _) => true);
            Assert.True(read is null || read.Addresses.Count is > 0 and <= 4);
        });
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Engine_FedByHostilePeers_NeverThrowsAndStoresNothingUnverified(int seed)
    {
        var world = new EngineWorld(seed);
        var node = world.AddNode(1, setup => setup with { Backfill = Small, LinksMax = 1_000, Withdrawals = new MemoryWithdrawals() });
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
        using var signer = Observations.Key(8);
        var (ofA, ofB) = (new MemoryWithdrawals(), new MemoryWithdrawals());
        ofA.Add([MemoryWithdrawals.Of(signer, "a")]);
        ofB.Add([MemoryWithdrawals.Of(signer, "b")]);
        var b = world.AddNode(2, setup => setup with { Backfill = Small, Withdrawals = ofB, ListenAddresses = () => ["10.0.0.2:9001"] });
        var a = world.AddNode(
            1, setup => setup with { Backfill = Small, Withdrawals = ofA, Peers = [b.AsPeer], ListenAddresses = () => ["10.0.0.1:9001"] });
        var c = world.AddNode(3, setup => setup with { Backfill = Small, Peers = [b.AsPeer], ListenAddresses = () => ["10.0.0.3:9001"] });
        using var key = Observations.Key(9);
        foreach (var (i, observation) in Observations.Many(key, 60, world.UnixSeconds).Index())
        {
            (i % 2 == 0 ? a : b).Store.Add(observation);
        }

        // Hours and days that only the answering end has.
        b.Store.Add(Observations.One(key, world.UnixSeconds - 100_000, 1));
        b.Store.Add(Observations.One(key, world.UnixSeconds - 300_000, 2));
        world.Run(30_000);
        foreach (var number in Enumerable.Range(0, 4))
        {
            a.Publish(Observations.One(key, world.UnixSeconds, number));
            world.Run(1_000);
        }

        c.Store.Add(Observations.One(key, world.UnixSeconds - 7_200, 99));
        world.Run(120_000);
        var frames = world.Delivered.Select(frame => frame.Frame).Append(new Frame { Graft = new Graft { Ids = ByteString.CopyFrom(new byte[32]) } }).ToList();
        foreach (var field in Frame.Descriptor.Fields.InDeclarationOrder())
        {
            // All but those of closed meshes, of refusals and of farewells.
            Assert.True(
                frames.Exists(frame => (int)frame.BodyCase == field.FieldNumber) || field.Name is "challenge" or "proof" or "refuse" or "goodbye",
                $"no {field.Name} to be mutated");
        }

        return [.. frames.GroupBy(frame => frame.BodyCase).SelectMany(kind => kind.Take(20)).Select(frame => frame.ToByteArray())];
    }

    private static byte[] NextHash(Random random)
    {
        var bytes = new byte[Hash256.Size];
        random.NextBytes(bytes);
        return bytes;
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
