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

    // Yakutsk in January: 62 degrees north, where 25 degC outdoors would be an error.
    [Theory]
    [InlineData("temperature", 25, QualityFlag.Good)]
    [InlineData("temperature", -18, QualityFlag.Good)]
    [InlineData("temperature", 60, QualityFlag.Suspect)]
    [InlineData("temperature", 90, QualityFlag.Suspect)]
    [InlineData("temperature", 131, QualityFlag.Fail)]
    [InlineData("humidity", 5, QualityFlag.Good)]
    [InlineData("humidity", 1, QualityFlag.Suspect)]
    [InlineData("humidity", 102, QualityFlag.Good)]
    [InlineData("humidity", 106, QualityFlag.Fail)]
    [InlineData("co2", 4800, QualityFlag.Good)]
    [InlineData("co2", 12000, QualityFlag.Suspect)]
    [InlineData("co2", 41000, QualityFlag.Fail)]
    [InlineData("pm2_5", 700, QualityFlag.Good)]
    [InlineData("pm2_5", 1500, QualityFlag.Suspect)]
    [InlineData("pm10", 1500, QualityFlag.Good)]
    [InlineData("pm10", 11000, QualityFlag.Fail)]
    [InlineData("pressure", 995, QualityFlag.Good)]
    [InlineData("pressure", 450, QualityFlag.Suspect)]
    [InlineData("pressure", 250, QualityFlag.Fail)]
    [InlineData("dew_point", 20, QualityFlag.Good)]
    public void Score_InARoom_GoesByTheRoom(string type, double value, QualityFlag expected)
    {
        var assessment = Pipeline(new KnownStations()).Score(
            Observed.Of(type, value, 1_800_000_000, position: new GeoPoint(62.03, 129.73), deployment: "INDOOR"));
        Assert.True(expected == assessment.Flag, $"{assessment.Flag}: {string.Join("; ", assessment.Reasons)}");
    }

    [Theory]
    [InlineData("temperature", -80, "", QualityFlag.Good)]
    [InlineData("temperature", -196, "", QualityFlag.Good)]
    [InlineData("temperature", 95, "Ecowitt GW2000A", QualityFlag.Good)]
    [InlineData("temperature", 126, "DS18B20", QualityFlag.Fail)]
    [InlineData("temperature", -300, "", QualityFlag.Fail)]
    [InlineData("humidity", 0, "", QualityFlag.Good)]
    [InlineData("humidity", 120, "", QualityFlag.Fail)]
    public void Score_AtAProbe_KnowsOnlyTheImpossible(string type, double value, string model, QualityFlag expected)
    {
        var assessment = Pipeline(new KnownStations()).Score(Observed.Of(type, value, sensorModel: model, deployment: "PROBE"));
        Assert.True(expected == assessment.Flag, $"{assessment.Flag}: {string.Join("; ", assessment.Reasons)}");
    }

    [Theory]
    [InlineData("INDOOR", "", null)]
    [InlineData("INDOOR", "INDOOR", "dew_point 25.0 degC above temperature 3.0 degC at the same station")]
    [InlineData("PROBE", "INDOOR", null)]
    [InlineData("PROBE", "probe", "dew_point 25.0 degC above temperature 3.0 degC at the same station")]
    [InlineData("", "", "dew_point 25.0 degC above temperature 3.0 degC at the same station")]
    public void FindBroken_TwoQuantitiesOfOneDevice_AreComparedInOneDeploymentOnly(string deployment, string other, string? broken)
    {
        var stations = new KnownStations();
        stations.Add(Observed.Of("temperature", 3, deployment: other));
        Assert.Equal(broken, CrossQuantityRules.FindBroken(Observed.Of("dew_point", 25, deployment: deployment), stations));
    }

    [Theory]
    [InlineData("", "changed by 15.2 degC in 10 min")]
    [InlineData("INDOOR", null)]
    [InlineData("PROBE", null)]
    public void Assess_StepThatNoWeatherMakes_IsDoubtedOutdoorsOnly(string deployment, string? doubt)
    {
        var result = new TemporalValidator().Assess(
            Observed.Of("temperature", 5, deployment: deployment),
            new TestContext("temperature") { History = TestContext.Every10Minutes([.. Enumerable.Range(0, 30).Select(i => 20 + (0.1 * (i % 3)))]) });
        Assert.Equal(doubt is null, result.Score is null);
        Assert.Equal(doubt ?? $"temporal not assessed: {deployment.ToLowerInvariant()}, only standing still would tell", result.Reason);
    }

    [Theory]
    [InlineData("", 21.5, 5, true)]
    [InlineData("INDOOR", 21.5, 45, false)]
    [InlineData("INDOOR", 21.5, 47, true)]
    [InlineData("PROBE", -18.2, 45, false)]
    [InlineData("PROBE", -18.2, 47, true)]
    [InlineData("INDOOR", 0, 47, false)]
    public void CloseWindows_SameValueForHours_IsStuckLaterInARoom(string deployment, double value, int hours, bool isStuck)
    {
        var pipeline = Pipeline(new KnownStations());
        Assessment? last = null;
        for (var hour = 0; hour <= hours; hour++)
        {
            var observation = Observed.Of("temperature", value, Observed.Noon + (3600L * hour), deployment: deployment);
            pipeline.Learn(observation, pipeline.Score(observation));
            last = Assert.Single(pipeline.CloseWindows(observation.Timestamp + 630)).Assessment;
        }

        Assert.Equal(isStuck, last!.Reasons.Any(reason => reason.StartsWith("unchanged for", StringComparison.Ordinal)));
    }

    private static ValidationPipeline Pipeline(KnownStations stations) =>
        new(stations, QuantityRegistry.Default, new ValidationOptions(), ValidationPipeline.StandardValidators());

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
