using Stratum.Core;

namespace Stratum.Validation.Tests;

public class TemporalValidatorTests
{
    private readonly TemporalValidator _validator = new();

    [Fact]
    public void Assess_FirstValue_IsNotAssessedWithReason()
    {
        var result = Assess(Observed.Of("temperature", 10));

        Assert.Null(result.Score);
        Assert.Equal("temporal not assessed: 0 earlier values, 18 needed", result.Reason);
    }

    [Fact]
    public void Assess_SeventeenQuietValues_IsNotAssessed() => Assert.Null(Assess(Observed.Of("temperature", 10), Wave(17)).Score);

    [Fact]
    public void Assess_EighteenQuietValues_Passes() => Assert.True(Assess(Observed.Of("temperature", 10), Wave(18)).Score > 0.95);

    [Fact]
    public void Assess_StepBeyondFailLimit_ScoresLowAndSaysSo()
    {
        var result = Assess(Observed.Of("temperature", 20), 10, 10.2, 10.1);

        Assert.Equal(TemporalValidator.FailStepScore, result.Score);
        Assert.Equal("changed by 9.9 degC in 10 min", result.Reason);
    }

    [Fact]
    public void Assess_StepBeyondSuspectLimit_IsDoubtful() =>
        Assert.Equal(TemporalValidator.SuspectStepScore, Assess(Observed.Of("temperature", 14), 10, 10.2, 10.1).Score);

    [Theory]
    [InlineData("temperature", 60, 2, 3)]
    [InlineData("temperature", 3600, 4, 10)]
    [InlineData("temperature", 43200, 25.2, 62.9)]
    [InlineData("pressure", 43200, 36, 180)]
    public void For_Gap_FollowsTheWmoTables(string type, long gap, double suspect, double fail)
    {
        var limit = StepLimits.For(QuantityRegistry.Default.Find(type)!, gap)!.Value;

        Assert.Equal(suspect, limit.Suspect, 0.1);
        Assert.Equal(fail, limit.Fail, 0.1);
    }

    [Fact]
    public void For_GapBeyondTwelveHours_SaysNothing() => Assert.Null(StepLimits.For(QuantityRegistry.Default.Find("temperature")!, 43201));

    [Fact]
    public void Assess_SameValueForFourHours_IsStuck()
    {
        var result = Assess(Observed.Of("temperature", 10), [.. Enumerable.Repeat(10.0, 24)]);

        Assert.Equal(TemporalValidator.StuckScore, result.Score);
        Assert.Equal("unchanged for 4.0 h", result.Reason);
    }

    [Fact]
    public void Assess_SaturatedAirForHours_IsNotStuck() => Assert.True(Assess(Observed.Of("humidity", 99), [.. Enumerable.Repeat(99.0, 40)]).Score > 0.9);

    [Fact]
    public void Assess_CalmForHours_IsNotStuck() => Assert.True(Assess(Observed.Of("wind_speed", 0), [.. Enumerable.Repeat(0.0, 40)]).Score > 0.9);

    [Fact]
    public void Assess_FarFromARestingPast_IsDoubtedOnlyBeyondTheFloor()
    {
        // pm10 has no step limits: only the spread of the past can speak. It is constant, so its MAD is 0 and the floor (0.4 in log) counts.
        var rest = Enumerable.Range(0, 20).Select(i => 20.0 + (i % 2 * 0.1)).ToArray();

        Assert.True(Assess(Observed.Of("pm10", 25), rest).Score > 0.95);
        Assert.True(Assess(Observed.Of("pm10", 900), rest).Score < 0.2);
    }

    [Fact]
    public void Assess_WindDirection_IsNotAssessed() => Assert.Null(Assess(Observed.Of("wind_direction", 350), Wave(40)).Score);

    private static double[] Wave(int count) => [.. Enumerable.Range(0, count).Select(i => 10 + Math.Sin(i * 0.5))];

    private ValidatorResult Assess(Observation observation, params double[] past) =>
        _validator.Assess(observation, new TestContext(observation.Series.ReadingType) { History = TestContext.Every10Minutes(past) });
}
