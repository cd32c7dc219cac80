using Stratum.Core;

namespace Stratum.Validation.Tests;

public class LeaveOneOutTests
{
    private static readonly InterpolationRule Temperature = new(-0.0065, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Solve_ClosedForm_IsWhatLeavingTheSiteOutGives(int seed)
    {
        var random = new Random(seed);
        var sites = Network(random, 40);
        var all = new Expectation[sites.Length];
        new LeaveOneOut().Solve(sites, Temperature, all);
        for (var i = 0; i < sites.Length; i++)
        {
            var without = sites.ToArray();
            without[i] = sites[i] with { Votes = false };
            var expectations = new Expectation[sites.Length];
            new LeaveOneOut().Solve(without, Temperature, expectations);

            // The background of the closed form still knows the site: one of forty moves it by little.
            Assert.True(Math.Abs(all[i].Value - expectations[i].Value) < 0.25, $"seed {seed}, site {i}: {all[i]} {expectations[i]}");
            Assert.True(Math.Abs(all[i].Deviation - expectations[i].Deviation) < 0.25, $"seed {seed}, site {i}: {all[i]} {expectations[i]}");
        }
    }

    [Fact]
    public void Solve_ThreeGrossValuesSideBySide_AreExpectedToBeAsAllOthers()
    {
        var sites = Network(new Random(4), 40);
        for (var i = 0; i < 3; i++)
        {
            sites[i] = sites[i] with { EastKm = i, NorthKm = 0, Value = sites[i].Value + 15 };
        }

        var expectations = new Expectation[sites.Length];
        new LeaveOneOut().Solve(sites, Temperature, expectations);

        Assert.All(expectations[..3], (expected, i) => Assert.True(sites[i].Value - expected.Value > 12, $"{sites[i]} {expected}"));
    }

    [Fact]
    public void Solve_FourVotes_ExpectsNothing()
    {
        var sites = Network(new Random(5), 4);
        var expectations = new Expectation[sites.Length];
        new LeaveOneOut().Solve(sites, Temperature, expectations);
        Assert.All(expectations, expected => Assert.False(expected.IsKnown));
    }

    [Fact]
    public void Solve_SitesAtOnePlace_IsFinite()
    {
        var sites = Enumerable.Range(0, 20).Select(i => new Site(0, 0, 50, 10 + (i % 2), Votes: true)).ToArray();
        var expectations = new Expectation[sites.Length];
        new LeaveOneOut().Solve(sites, Temperature, expectations);
        Assert.All(expectations, expected => Assert.InRange(expected.Value, 9, 12));
    }

    [Theory]
    [InlineData(1, 3, 2.8)]
    [InlineData(3, 3, 2.8)]
    [InlineData(50, 50, 3.2)]
    [InlineData(900, 50, 3.2)]
    public void NetworkDensity_ByTheTenthNeighbour_IsBounded(double tenthNeighbourKm, double lengthKm, double halfAt)
    {
        var density = new NetworkDensity(tenthNeighbourKm);
        Assert.Equal((lengthKm, halfAt), (density.LengthKm, Math.Round(density.HalfAt, 9)));
    }

    [Fact]
    public void NetworkDensity_OfSites_IsTheMedianDistanceToTheTenth()
    {
        // On a line with a kilometre between them the tenth neighbour of an inner site is five away, of the outermost ten.
        var sites = Enumerable.Range(0, 101).Select(i => new Site(i, 0, 0, 0, Votes: true)).ToArray();
        Assert.Equal(5, NetworkDensity.Of(sites, new double[sites.Length]).LengthKm);
    }

    private static Site[] Network(Random random, int count)
    {
        var sites = new Site[count];
        for (var i = 0; i < count; i++)
        {
            var (east, north, height) = ((random.NextDouble() - 0.5) * 30, (random.NextDouble() - 0.5) * 30, random.NextDouble() * 300);
            sites[i] = new Site(east, north, height, 15 - (0.0065 * height) + (0.05 * east) + random.NextDouble(), Votes: true);
        }

        return sites;
    }
}
