using Stratum.Core;

namespace Stratum.Validation.Tests;

/// <summary>The two scores of an observation, strangers, and reputation.</summary>
public class OnlineWindowTests
{
    private static readonly NodeId Stranger = Observed.NodeOf(9);

    [Fact]
    public void CloseWindows_NeighboursThatCameLater_ReplaceTheFirstScore()
    {
        var (stations, pipeline) = Node();
        var first = Hear(stations, pipeline, Observed.Of("temperature", 15));
        foreach (var neighbour in Neighbours(20, 10))
        {
            Hear(stations, pipeline, neighbour);
        }

        Assert.Null(first.Spatial);
        Assert.Equal(QualityFlag.Good, first.Flag);
        Assert.Empty(pipeline.CloseWindows(Observed.Noon + 600));
        var second = pipeline.CloseWindows(Observed.Noon + 630);
        Assert.Equal(21, second.Count);
        var own = second.Single(item => item.Observation.Series.DeviceId == "own").Assessment;
        Assert.Equal(QualityFlag.Fail, own.Flag);
        Assert.Contains(own.Reasons, reason => reason.StartsWith("5.0 degC above 20 neighbours within", StringComparison.Ordinal));
        Assert.All(second.Where(item => item.Observation.Series.DeviceId != "own"), item => Assert.Equal(QualityFlag.Good, item.Assessment.Flag));
        Assert.Empty(pipeline.CloseWindows(Observed.Noon + 1200));
    }

    [Fact]
    public void CloseWindows_OneMoreThanMayWait_KeepsTheFirstScoreOfTheLast()
    {
        var pipeline = new ValidationPipeline(
            new KnownStations(), QuantityRegistry.Default, new ValidationOptions { MaxPending = 3 }, ValidationPipeline.StandardValidators());
        for (var i = 0; i < 4; i++)
        {
            pipeline.Learn(Observed.Of("temperature", 10, device: $"d{i}"), Assessment.NotEvaluated);
        }

        Assert.Equal(["d0", "d1", "d2"], pipeline.CloseWindows(Observed.Noon + 630).Select(item => item.Observation.Series.DeviceId));
        Assert.Equal(1, pipeline.NotScoredTwice);
    }

    [Fact]
    public void CloseWindows_AnotherNodesPast_IsJudgedAmongItself()
    {
        var (stations, pipeline) = Node();
        foreach (var neighbour in Neighbours(20, 10))
        {
            Hear(stations, pipeline, neighbour);
        }

        pipeline.CloseWindows(Observed.Noon + 630);
        const long before = Observed.Noon - (5 * 86_400);
        foreach (var neighbour in Neighbours(20, -4, before))
        {
            pipeline.Learn(neighbour, Assessment.NotEvaluated);
        }

        var past = pipeline.CloseWindows(Observed.Noon + 700);
        Assert.Equal(20, past.Count);
        Assert.All(past, item => Assert.True(item.Assessment is { Flag: QualityFlag.Good, Spatial: > 0.9 }));
    }

    [Theory]
    [InlineData(8, 0.6)]
    [InlineData(0, 0.5)]
    public void Strangers_InAnyNumber_DoNotCondemnAKnownStation(int knownNeighbours, double least)
    {
        var (stations, pipeline) = Node();
        foreach (var neighbour in Neighbours(knownNeighbours, 10))
        {
            Hear(stations, pipeline, neighbour);
        }

        for (var i = 0; i < 90; i++)
        {
            Hear(stations, pipeline, Observed.Of(
                "temperature", 22, device: $"made-up-{i}", position: Observed.Away((i % 9) - 4.1, (i / 9) - 4.6), node: Stranger));
        }

        var own = Observed.Of("temperature", 10);
        var first = Hear(stations, pipeline, own);
        var second = pipeline.CloseWindows(Observed.Noon + 630).Single(item => item.Observation == own).Assessment;
        Assert.Equal(QualityFlag.Good, first.Flag);
        Assert.Equal(QualityFlag.Good, second.Flag);
        Assert.True(second.Spatial > least, $"spatial {second.Spatial}");
    }

    [Fact]
    public void Strangers_AmongThemselves_AreJudgedInFull()
    {
        var (stations, pipeline) = Node();
        foreach (var neighbour in Neighbours(12, 10, node: Stranger))
        {
            Hear(stations, pipeline, neighbour);
        }

        var wrong = Observed.Of("temperature", 18, device: "wrong", node: Stranger);
        Assert.Equal(QualityFlag.Fail, Hear(stations, pipeline, wrong).Flag);
        Assert.Equal(QualityFlag.Fail, pipeline.CloseWindows(Observed.Noon + 630).Single(item => item.Observation == wrong).Assessment.Flag);
    }

    [Fact]
    public void ReputationOf_StationThatIsOftenWrong_FallsAndLowersItsConfidence()
    {
        var (stations, pipeline) = Node();
        var wrong = new StationKey(Observed.NodeOf(1), "wrong");
        var right = new StationKey(Observed.NodeOf(1), "n0");
        Assert.Equal(StationRecord.KnownPrior, pipeline.ReputationOf(wrong));
        Assert.Equal(StationRecord.StrangerPrior, pipeline.ReputationOf(new StationKey(Stranger, "n0")));
        for (var window = 0; window < 30; window++)
        {
            var time = Observed.Noon + (window * 600L);
            Hear(stations, pipeline, Observed.Of("temperature", 18, time, "wrong"));
            foreach (var neighbour in Neighbours(12, 10, time))
            {
                Hear(stations, pipeline, neighbour);
            }

            pipeline.CloseWindows(time + 630);
        }

        Assert.True(pipeline.ReputationOf(right) > 0.85);
        Assert.True(pipeline.ReputationOf(wrong) < 0.3);
        var later = Observed.Noon + 18_000;
        Assert.True(Hear(stations, pipeline, Observed.Of("temperature", 10, later, "n0")).Confidence
            > Hear(stations, pipeline, Observed.Of("temperature", 10, later, "fresh")).Confidence);
    }

    [Fact]
    public void StationRecord_Evidence_FadesByHalfInAWeek()
    {
        var record = new StationRecord();
        for (var i = 0; i < 100; i++)
        {
            record.Add(right: false, i);
        }

        var atFirst = record.Estimate(0.7);
        record.Add(right: true, 6 * 7 * 86_400);

        Assert.True(atFirst < 0.1);
        Assert.True(record.Estimate(0.7) > 0.6);
    }

    [Fact]
    public void Reputation_LoneStation_EarnsNothingByBeingAlone()
    {
        var (stations, pipeline) = Node();
        for (var window = 0; window < 30; window++)
        {
            Hear(stations, pipeline, Observed.Of("temperature", 10 + (window % 5), Observed.Noon + (window * 600L)));
            pipeline.CloseWindows(Observed.Noon + (window * 600L) + 630);
        }

        Assert.Equal(StationRecord.KnownPrior, pipeline.ReputationOf(new StationKey(Observed.NodeOf(1), "own")));
    }

    private static (KnownStations Stations, ValidationPipeline Pipeline) Node()
    {
        var stations = new KnownStations();
        var trust = new OneStranger();
        return (stations, new ValidationPipeline(
            stations, QuantityRegistry.Default, new ValidationOptions(), ValidationPipeline.StandardValidators(trust), trust));
    }

    private static Assessment Hear(KnownStations stations, ValidationPipeline pipeline, Observation observation)
    {
        var assessment = pipeline.Score(observation);
        stations.Add(observation, assessment.Flag);
        pipeline.Learn(observation, assessment);
        return assessment;
    }

    private static IEnumerable<Observation> Neighbours(int count, double value, long time = Observed.Noon, NodeId? node = null) =>
        Enumerable.Range(0, count).Select(i => Observed.Of(
            "temperature", value + (0.2 * ((i % 3) - 1)), time, $"n{i}", Observed.Away(3 * Math.Cos(i) * (1 + (i / 6)), 3 * Math.Sin(i) * (1 + (i / 6))),
                node: node));

    private sealed class OneStranger : ISignerTrust
    {
        public SignerStanding StandingOf(NodeId signer) => signer == Stranger ? SignerStanding.Unknown : SignerStanding.Own;
    }
}
