using Stratum.Simulation.Mesh;

namespace Stratum.Mesh.Tests.Simulated;

/// <summary>Heartbeats as datagrams that a bad network loses, doubles and reorders, and that somebody replays.</summary>
public sealed class SimulatedHeartbeatTests
{
    // Each third one comes twice, each third one later than the two behind it.
    private static readonly SimOptions Unruly = new() { Seed = 41, DatagramsDoubled = 0.3, DatagramsStray = 0.3, IsSigned = true };

    [Fact]
    public void Heartbeats_DoubledReorderedAndReplayed_AreRefusedBySequenceAndNobodyLooksDown()
    {
        var world = MeshFigures.Grow(Unruly, 10, static number => number == 6 ? SimBehaviour.Replayer : SimBehaviour.Honest);
        var states = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var second = 0; second < 180; second++)
        {
            world.Run(1_000);
            foreach (var (_, state, _) in world.Nodes.Where(static node => node.IsHonest).SelectMany(world.StatesSeenBy))
            {
                states[state] = states.GetValueOrDefault(state) + 1;
            }
        }

        var counts = world.HeartbeatCounts();
        Assert.DoesNotContain("down", states.Keys);
        Assert.True(states["alive"] > 9 * states.GetValueOrDefault("suspect"), string.Join(", ", states));
        // What is doubled, what is overtaken and what is replayed: each is refused, and only that.
        Assert.True(counts["replayed"] > world.DatagramsDoubled, string.Join(", ", counts));
        Assert.True(counts["accepted"] > (world.Datagrams - world.DatagramsStray) / 2, string.Join(", ", counts));
        Assert.DoesNotContain("bad_signature", counts.Keys);
        Assert.DoesNotContain("malformed", counts.Keys);
    }

    [Fact]
    public void Heartbeats_OfANodeThatIsGoneWhileItsLinksAreStuck_MakeItSuspectAndThenDown()
    {
        var world = MeshFigures.Grow(new SimOptions { Seed = 42, DatagramsStray = 0 }, 10);
        world.Run(20_000);
        var gone = world.Nodes[4];
        var neighbours = gone.Neighbours.ToArray();
        gone.Crash(losesDisk: false, leavesLinks: true);
        world.Run(4_000);
        Assert.All(neighbours, node => Assert.Equal("alive", world.StateSeenBy(node, gone)));

        // Two missed.
        world.Run(6_500);
        Assert.All(neighbours, node => Assert.Equal("suspect", world.StateSeenBy(node, gone)));
        Assert.All(neighbours, node => Assert.Contains(gone, node.Neighbours));

        // The links' own silence of 45 s is over.
        world.Run(39_500);
        Assert.All(neighbours, node => Assert.Equal("down", world.StateSeenBy(node, gone)));
        Assert.All(neighbours, node => Assert.DoesNotContain(gone, node.Neighbours));
    }

    [Fact]
    public void Heartbeats_AcrossAPartition_StopAndComeBack()
    {
        var world = MeshFigures.Grow(new SimOptions { Seed = 43, DatagramsStray = 0 }, 8);
        world.Run(20_000);
        world.Cut(static (a, b) => a.Number < 4 != b.Number < 4);
        world.Run(60_000);
        Assert.Equal("down", world.StateSeenBy(world.Nodes[0], world.Nodes[7]));
        Assert.Equal("alive", world.StateSeenBy(world.Nodes[0], world.Nodes[1]));

        world.Cut(null);
        world.Run(20_000);
        Assert.Equal("alive", world.StateSeenBy(world.Nodes[0], world.Nodes[7]));
    }
}
