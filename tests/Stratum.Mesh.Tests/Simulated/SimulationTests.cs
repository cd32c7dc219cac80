using System.Globalization;
using Stratum.Simulation.Mesh;

namespace Stratum.Mesh.Tests.Simulated;

/// <summary>The figures of MESH for small meshes; `make sim` prints them for large ones.</summary>
public sealed class SimulationTests
{
    [Theory]
    [InlineData(3, 0.0, 1)]
    [InlineData(3, 0.2, 2)]
    [InlineData(10, 0.0, 3)]
    [InlineData(10, 0.2, 4)]
    [InlineData(40, 0.0, 5)]
    public void Figures_OfAMesh_AreMet(int nodes, double loss, int seed)
    {
        var run = new MeshFigures(nodes, loss, seed);
        run.RunAll();
        var missed = run.Figures.Where(figure => !figure.IsMet).Select(static figure => figure.ToRow()).ToArray();
        Assert.True(missed.Length == 0,
            string.Create(CultureInfo.InvariantCulture, $"make sim N={nodes} LOSS={loss} SEED={seed} OBSERVATIONS=0:\n{string.Join('\n', missed)}"));
    }

    [Fact]
    public void Reconciliation_OfTwentyThousand_TakesFewBytesAndRounds() =>
        Assert.All(MeshFigures.Reconciliation(20_000, seed: 1), static figure => Assert.True(figure.IsMet, figure.ToRow()));

    [Fact]
    public void Run_OfTheSameSeed_IsTheSame()
    {
        static (long, long, long, long, string, string) Run()
        {
            var options = new SimOptions { Seed = 7, Loss = 0.1, SlowShare = 0.2, DatagramsDoubled = 0.2, DatagramsStray = 0.2 };
            var world = MeshFigures.Grow(options, 20, static number => number switch
            {
                6 => SimBehaviour.Inventor,
                8 => SimBehaviour.Replayer,
                13 => SimBehaviour.Liar,
                18 => SimBehaviour.SilentForwarder,
                _ => SimBehaviour.Honest,
            });
            world.Nodes[3].Publish(1);
            world.Nodes[6].Invent();
            world.Run(10_000);
            world.Nodes[9].Crash(losesDisk: true, leavesLinks: true);
            world.Cut(static (a, b) => a.Number < 5 && b.Number >= 5);
            world.Run(20_000);
            var heartbeats = string.Join(',', world.HeartbeatCounts());
            var links = string.Join(',', world.Nodes.Select(static node => node.LinksUp));
            return (world.Events, world.Ledger.Bytes, world.Ledger.Frames, world.Datagrams, heartbeats, links);
        }

        Assert.Equal(Run(), Run());
    }

    [Theory]
    [InlineData(true, 11)]
    [InlineData(false, 12)]
    public void Crash_WithAndWithoutTheDisk_ComesBackToTheSameSet(bool losesDisk, int seed)
    {
        var world = MeshFigures.Grow(new SimOptions { Seed = seed, Loss = 0.05 }, 12);
        Publish(world, 3);
        var crashed = world.Nodes[5];
        crashed.Crash(losesDisk);
        world.Run(30_000);
        Publish(world, 3);
        crashed.Start();

        Assert.NotNull(world.RunUntil(() => MeshFigures.AreEqual(world), 120_000));
        Assert.Equal((12 * 3) + (11 * 3), crashed.Store.Count);
    }

    [Fact]
    public void Partition_InOneDirectionOnly_HealsToTheSameSet()
    {
        var world = MeshFigures.Grow(new SimOptions { Seed = 21 }, 12);
        world.Cut(static (a, b) => a.Number < 6 && b.Number >= 6);
        Publish(world, 4);
        world.Run(60_000);
        Assert.False(MeshFigures.AreEqual(world), "the partition does not part anything");
        world.Cut(null);

        Assert.NotNull(world.RunUntil(() => MeshFigures.AreEqual(world), 120_000));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(34)]
    public void Eclipse_ByTwiceAsManyAsAViewTakes_LeavesTheVictimLinksOfItsOwn(int seed)
    {
        var world = MeshFigures.Grow(new SimOptions { Seed = seed }, 30);
        var victim = world.Nodes[20];
        // Fifteen nodes that pass nothing on and all know the victim alone.
        for (var number = 0; number < 15; number++)
        {
            world.Add(SimBehaviour.SilentForwarder, [victim]);
            world.Run(200);
        }

        world.Run(60_000);
        Assert.True(victim.OpenLinks.Count(static link => link.Facts.IsDialler) >= 2, "others chose the victim's links");
        Assert.Contains(victim.Neighbours, static node => node.IsHonest);
        var sent = world.Nodes[1].Publish(42);
        Assert.NotNull(world.RunUntil(() => victim.Store.Contains(sent.ContentId), 10_000));
    }

    private static void Publish(SimWorld world, int each)
    {
        for (var at = 0; at < each; at++)
        {
            foreach (var node in world.Nodes.Where(static node => node.IsRunning))
            {
                node.Publish(world.Random.NextDouble());
            }

            world.Run(1_000);
        }
    }
}
