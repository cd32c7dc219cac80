using Stratum.Core;

namespace Stratum.Validation.Tests;

/// <summary>What the pipeline makes of whole histories.</summary>
public class ReplayValidatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Score_CityWithoutErrors_IsNearlyAllGood(int seed)
    {
        var assessments = new City(seed).Score();
        var doubted = assessments.Cast<Assessment>().Count(IsDoubted);
        Assert.True(doubted <= assessments.Length / 200, $"{doubted} of {assessments.Length}");
    }

    [Fact]
    public void Score_Spike_IsFoundInItsHourOnly()
    {
        var city = new City(3);
        city[7, 60] += 8;
        var assessments = city.Score();
        Assert.True(IsDoubted(assessments[7, 60]));
        Assert.False(IsDoubted(assessments[7, 59]));
        Assert.False(IsDoubted(assessments[7, 61]));
    }

    [Fact]
    public void Score_LastingOffset_IsFound()
    {
        var city = new City(4);
        for (var hour = 40; hour < City.Hours; hour++)
        {
            city[11, hour] += 4;
        }

        Assert.True(Doubted(city.Score(), 11, 40, City.Hours) > 0.9);
    }

    [Fact]
    public void Score_Drift_IsFoundBeforeItIsThreeDegrees()
    {
        var city = new City(5);
        for (var hour = 36; hour < City.Hours; hour++)
        {
            city[20, hour] += 0.08 * (hour - 36);
        }

        var assessments = city.Score();
        Assert.True(Doubted(assessments, 20, 74, City.Hours) > 0.9);
        Assert.Contains(
            Enumerable.Range(50, 46), hour => assessments[20, hour].Reasons.Contains("for hours further from its neighbours than it used to be"));
    }

    [Fact]
    public void Score_StuckSensor_IsFoundWhereItIsWrong()
    {
        var city = new City(6);
        for (var hour = 40; hour < City.Hours; hour++)
        {
            city[30, hour] = city[30, 39];
        }

        var assessments = city.Score();
        var wrong = Enumerable.Range(48, City.Hours - 48).Where(hour => Math.Abs(city[30, hour] - City.Sky(hour)) > 2).ToList();
        Assert.True(wrong.Count > 20);
        Assert.All(wrong, hour => Assert.True(IsDoubted(assessments[30, hour]), $"hour {hour}"));
        Assert.Contains(wrong, hour => assessments[30, hour].Reasons.Any(reason => reason.StartsWith("unchanged for", StringComparison.Ordinal)));
    }

    [Fact]
    public void Score_ClockThreeHoursLate_IsNamed()
    {
        var city = new City(7);
        var right = Enumerable.Range(0, City.Hours).Select(hour => city[40, hour]).ToArray();
        for (var hour = 30; hour < City.Hours; hour++)
        {
            city[40, hour] = right[hour - 3];
        }

        var assessments = city.Score();
        Assert.Contains(Enumerable.Range(44, 30), hour => assessments[40, hour].Reasons.Contains("follows its neighbours 3 h late: is its clock right?"));
        Assert.True(Doubted(assessments, 40, 48, City.Hours) > 0.6);
    }

    [Fact]
    public void Score_AnyOrderOfInput_GivesEachLineTheSameScore()
    {
        var observations = new City(8).Observations();
        var inOrder = new ReplayValidator(QuantityRegistry.Default, new ValidationOptions()).Score(observations);
        var order = Enumerable.Range(0, observations.Count).ToArray();
        new Random(8).Shuffle(order);

        var shuffled = new ReplayValidator(QuantityRegistry.Default, new ValidationOptions()).Score([.. order.Select(i => observations[i])]);

        Assert.All(order, (i, at) => Assert.Equal(inOrder[i].Confidence, shuffled[at].Confidence, 9));
    }

    [Fact]
    public void Score_WhatComesLater_ChangesNothingBefore()
    {
        var observations = new City(9).Observations();
        var all = new ReplayValidator(QuantityRegistry.Default, new ValidationOptions()).Score(observations);
        var half = observations.Count / 2;

        var first = new ReplayValidator(QuantityRegistry.Default, new ValidationOptions()).Score(observations.GetRange(0, half));

        for (var i = 0; i < half; i++)
        {
            Assert.Equal(all[i].Confidence, first[i].Confidence);
        }
    }

    [Fact]
    public void Score_Cancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            new ReplayValidator(QuantityRegistry.Default, new ValidationOptions()).Score(new City(1).Observations(), null, cancelled.Token));
    }

    private static bool IsDoubted(Assessment assessment) => assessment.Flag is QualityFlag.Suspect or QualityFlag.Fail;

    private static double Doubted(Assessment[,] assessments, int garden, int from, int to) =>
        Enumerable.Range(from, to - from).Count(hour => IsDoubted(assessments[garden, hour])) / (double)(to - from);
}
