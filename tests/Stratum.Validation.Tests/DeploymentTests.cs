using Stratum.Core;

namespace Stratum.Validation.Tests;

/// <summary>Rooms and probes are no neighbours of anybody, and climate says nothing of them.</summary>
public class DeploymentTests
{
    [Theory]
    [InlineData("INDOOR")]
    [InlineData("indoor")]
    [InlineData("PROBE")]
    public void Score_ManyRoomsAround_DoNotSpeakAboutTheGarden(string deployment)
    {
        var stations = new KnownStations();
        AddRing(stations, 60, 22, deployment);
        var result = new SpatialValidator().Assess(Observed.Of("temperature", 3), new TestContext("temperature") { Neighbours = stations });
        Assert.Null(result.Score);
        AddRing(stations, 9, 3, "");
        Assert.True(new SpatialValidator().Assess(Observed.Of("temperature", 3), new TestContext("temperature") { Neighbours = stations }).Score > 0.9);
    }

    [Theory]
    [InlineData("INDOOR", "indoor")]
    [InlineData(" Probe ", "probe")]
    public void Assess_RoomOrProbe_IsNotComparedWithTheWeather(string deployment, string name)
    {
        var stations = new KnownStations().WithNeighbours(23, "temperature", -40);
        var result = new SpatialValidator().Assess(
            Observed.Of("temperature", 22, deployment: deployment), new TestContext("temperature") { Neighbours = stations });
        Assert.Equal((null, $"spatial not assessed: {name}, no neighbour speaks about it"), (result.Score, result.Reason));
    }

    [Theory]
    [InlineData("INDOOR")]
    [InlineData("PROBE")]
    public void CloseWindows_RoomsInTheSameWindow_NeitherVoteNorAreJudged(string deployment)
    {
        var stations = new KnownStations();
        var pipeline = new ValidationPipeline(
            stations, QuantityRegistry.Default, new ValidationOptions(), ValidationPipeline.StandardValidators(), EveryoneKnown.Instance);
        foreach (var observation in Ring(60, 22, deployment).Concat(Ring(12, 3, "")).Append(Observed.Of("temperature", 3.1)))
        {
            pipeline.Learn(observation, pipeline.Score(observation));
            stations.Add(observation);
        }

        var scored = pipeline.CloseWindows(Observed.Noon + 630);
        foreach (var (observation, assessment) in scored)
        {
            Assert.Equal(QualityFlag.Good, assessment.Flag);
            Assert.Equal(observation.Series.Deployment == Deployment.Outdoor, assessment.Spatial is not null);
        }

        // Nobody earns a name, or loses it, in a room.
        Assert.Equal(0.7, pipeline.ReputationOf(new StationKey(Observed.NodeOf(1), "room0")));
        Assert.True(pipeline.ReputationOf(new StationKey(Observed.NodeOf(1), "own")) > 0.7);
    }

    private static IEnumerable<Observation> Ring(int count, double value, string deployment)
    {
        for (var i = 0; i < count; i++)
        {
            var place = Observed.Away(2 * Math.Cos(i) * (1 + (i / 6.0)), 2 * Math.Sin(i) * (1 + (i / 6.0)));
            yield return Observed.Of(
                "temperature", value + (0.1 * ((i % 3) - 1)), device: (deployment.Length > 0 ? "room" : "n") + i, position: place, deployment: deployment);
        }
    }

    private static void AddRing(KnownStations stations, int count, double value, string deployment)
    {
        foreach (var observation in Ring(count, value, deployment))
        {
            stations.Add(observation);
        }
    }
}
