using Stratum.Simulation.Mesh;

namespace Stratum.Mesh.Tests.Simulated;

/// <summary>The simulated network itself: what it promises to the figures.</summary>
public sealed class SimulatedNetworkTests
{
    private static readonly SimOptions Options = new() { Seed = 51, Loss = 0.2, SlowShare = 0.25 };

    [Fact]
    public void Paths_OfAllPairs_DifferByDirectionAndKeepToTheirSpread()
    {
        var nodes = Nodes(Options, 40);
        var paths = nodes.SelectMany(from => nodes.Where(to => to != from).Select(to => SimPath.Between(Options, from, to))).ToArray();

        Assert.All(paths, static path => Assert.InRange(path.DelayMs, 40, 60));
        Assert.All(paths, static path => Assert.InRange(path.Loss, 0.1, 0.3));
        Assert.InRange(paths.Average(static path => path.Loss), 0.19, 0.21);
        Assert.InRange(paths.Average(static path => path.DelayMs), 49, 51);
        Assert.InRange(paths.Count(static path => path.BytesPerSecond == 40_000) / (double)paths.Length, 0.2, 0.3);
        Assert.NotEqual(SimPath.Between(Options, nodes[1], nodes[2]), SimPath.Between(Options, nodes[2], nodes[1]));
        Assert.Equal(SimPath.Between(Options, nodes[1], nodes[2]), SimPath.Between(Options, nodes[1], nodes[2]));
        Assert.NotEqual(SimPath.Between(Options, nodes[1], nodes[2]), SimPath.Between(Options with { Seed = 52 }, nodes[1], nodes[2]));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(40_000)]
    public void Loss_OfOnePacketOfAFrame_DelaysAllOfIt(int bytes)
    {
        // So many packets: one at least is lost with a probability of 1 - 0.8^packets; each lost one costs 200 ms or more.
        var world = new SimWorld(Options with { LossSpread = 0 });
        var packets = (bytes + 1_399) / 1_400;
        var late = Enumerable.Range(0, 2_000).Count(_ => world.Retransmissions(bytes, 0.2).Ms >= 200) / 2_000.0;

        Assert.InRange(late, 1 - Math.Pow(0.8, packets) - 0.03, Math.Min(1, 1 - Math.Pow(0.8, packets) + 0.03));
        Assert.Equal((0, false), world.Retransmissions(bytes, 0));
        Assert.True(world.Retransmissions(bytes, 1).IsBroken);
    }

    [Fact]
    public void Loss_AboveWhatRetransmissionBears_BreaksLinks()
    {
        var world = MeshFigures.Grow(new SimOptions { Seed = 53, Loss = 0.95, LossSpread = 0 }, 3);
        world.Run(120_000);
        Assert.Contains(world.Nodes, static node => node.Status!.Refusals.Any(static refusal => refusal.Reason is "unreachable" or "silent"));
    }

    private static SimNode[] Nodes(SimOptions options, int count)
    {
        var world = new SimWorld(options);
        return [.. Enumerable.Range(0, count).Select(_ => world.Add())];
    }
}
