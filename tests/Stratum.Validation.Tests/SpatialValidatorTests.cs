using Stratum.Core;

namespace Stratum.Validation.Tests;

public class SpatialValidatorTests
{
    private readonly SpatialValidator _validator = new();

    [Fact]
    public void Assess_AgreesWithNeighbours_ScoresHighWithoutReason()
    {
        var result = Assess(Observed.Of("temperature", 10.3), new KnownStations().WithNeighbours(23, "temperature", 10));

        Assert.True(result.Score > 0.95);
        Assert.Null(result.Reason);
    }

    [Fact]
    public void Assess_FarAboveNeighbours_ScoresLowAndSaysByHowMuch()
    {
        var result = Assess(Observed.Of("temperature", 14.8), new KnownStations().WithNeighbours(23, "temperature", 10));

        Assert.True(result.Score < 0.1);
        Assert.Matches(@"^4\.\d degC above 23 neighbours within 12 km$", result.Reason);
    }

    [Fact]
    public void Assess_OneGrossNeighbourInSeven_DoesNotMaskAnError()
    {
        var stations = new KnownStations().WithNeighbours(6, "temperature", 10);
        stations.Add(Observed.Of("temperature", 500, device: "gross", position: Observed.Away(1, 1)));

        Assert.True(Assess(Observed.Of("temperature", 10), stations).Score > 0.95);
        Assert.True(Assess(Observed.Of("temperature", 16), stations).Score < 0.1);
    }

    [Fact]
    public void Assess_FourNeighbours_IsNotAssessedWithReason()
    {
        var result = Assess(Observed.Of("temperature", 30), new KnownStations().WithNeighbours(4, "temperature", 10));

        Assert.Null(result.Score);
        Assert.Equal("spatial not assessed: 4 neighbours within 150 km, 5 needed", result.Reason);
    }

    [Fact]
    public void Assess_NeighboursElevenMinutesOld_AreNotAsked() =>
        Assert.Null(Assess(Observed.Of("temperature", 10), new KnownStations().WithNeighbours(9, "temperature", 10, timestamp: Observed.Noon - 660)).Score);

    [Fact]
    public void Assess_OneDeviceUnderManyKeys_HasOneVoice()
    {
        var stations = new KnownStations();
        for (byte key = 2; key < 20; key++)
        {
            stations.Add(Observed.Of("temperature", 10, device: "same", position: Observed.Away(key, 0), node: Observed.NodeOf(key)));
        }

        Assert.Null(Assess(Observed.Of("temperature", 10), stations).Score);
    }

    [Fact]
    public void Assess_ManyDevicesAtOnePlace_HaveOneVoice()
    {
        var stations = new KnownStations();
        for (var i = 0; i < 20; i++)
        {
            stations.Add(Observed.Of("temperature", 10, device: $"crowd{i}", position: Observed.Away(5, 5)));
        }

        Assert.Null(Assess(Observed.Of("temperature", 10), stations).Score);
    }

    [Fact]
    public void Assess_OwnDeviceUnderAnotherKey_IsNoNeighbour()
    {
        var stations = new KnownStations().WithNeighbours(4, "temperature", 10);
        stations.Add(Observed.Of("temperature", 30, device: "own", position: Observed.Away(2, 2), node: Observed.NodeOf(9)));

        Assert.Null(Assess(Observed.Of("temperature", 30), stations).Score);
    }

    [Fact]
    public void Assess_OnAMountain_IsCorrectedForHeight()
    {
        var valley = new KnownStations().WithNeighbours(9, "temperature", 10, altitude: 100);

        Assert.True(Assess(Observed.Of("temperature", -3, altitude: 2100), valley).Score > 0.95);
        Assert.True(Assess(Observed.Of("temperature", 10, altitude: 2100), valley).Score < 0.1);
    }

    [Theory]
    [InlineData(359, true)]
    [InlineData(2, true)]
    [InlineData(180, false)]
    public void Assess_WindAroundNorth_IsComparedOnTheCircle(double direction, bool agrees)
    {
        var stations = new KnownStations().WithNeighbours(9, "wind_direction", 0, spread: 5);
        foreach (var i in Enumerable.Range(0, 9).Where(i => i % 3 == 0))
        {
            stations.Add(Observed.Of("wind_direction", 355, device: $"n{i}",
                position: Observed.Away(3 * Math.Cos(i) * (1 + (i / 6)), 3 * Math.Sin(i) * (1 + (i / 6)))));
        }

        var score = Assess(Observed.Of("wind_direction", direction), stations).Score;

        Assert.Equal(agrees, score > 0.9);
        Assert.Equal(!agrees, score < 0.5);
    }

    [Fact]
    public void Assess_DirectionInCalm_IsNotAssessed()
    {
        var stations = new KnownStations().WithNeighbours(9, "wind_direction", 90);
        stations.Add(Observed.Of("wind_speed", 0.2));

        Assert.Null(Assess(Observed.Of("wind_direction", 270), stations).Score);
    }

    [Theory]
    [InlineData(359, 1, -2)]
    [InlineData(1, 359, 2)]
    [InlineData(180, 0, -180)]
    [InlineData(10, -90, 100)]
    public void Difference_OfDirections_IsTheSmallerTurn(double a, double b, double expected) =>
        Assert.Equal(expected, CircularComparison.Difference(a, b), 9);

    [Fact]
    public void Assess_ParticlesAtThreeTimesTheNeighbours_AreComparedByFactor()
    {
        var stations = new KnownStations().WithNeighbours(9, "pm2_5", 20, spread: 3);

        Assert.True(Assess(Observed.Of("pm2_5", 25), stations).Score > 0.9);
        var result = Assess(Observed.Of("pm2_5", 100), stations);
        Assert.True(result.Score < 0.1);
        Assert.StartsWith("4.8 times above 9 neighbours", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Assess_HumidityInWarmerPlace_IsComparedByDewPoint()
    {
        // 80 % at 10 degC and 43 % at 20 degC are the same dew point, 6.7 degC.
        var stations = new KnownStations().WithNeighbours(9, "humidity", 80).WithNeighbours(9, "temperature", 10);
        stations.Add(Observed.Of("temperature", 20));

        Assert.True(Assess(Observed.Of("humidity", 43), stations).Score > 0.95);
        Assert.True(Assess(Observed.Of("humidity", 80), stations).Score < 0.1);
    }

    [Fact]
    public void Assess_HumidityWithoutTemperature_IsNotAssessed() =>
        Assert.Null(Assess(Observed.Of("humidity", 43), new KnownStations().WithNeighbours(9, "humidity", 80)).Score);

    [Fact]
    public void Assess_PressureAtHeight_IsReducedToSeaLevel()
    {
        var stations = new KnownStations().WithNeighbours(9, "pressure", 1007.3, altitude: 50);

        Assert.True(Assess(Observed.Of("pressure", 954.6, altitude: 500), stations).Score > 0.95);
        Assert.True(Assess(Observed.Of("pressure", 1007.3, altitude: 500), stations).Score < 0.01);
        Assert.Null(Assess(Observed.Of("pressure", 1007.3, altitude: null), stations).Score);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.4, true)]
    [InlineData(14, true)]
    [InlineData(40, false)]
    public void Assess_WindSpeed_OnlyZeroAndThreefoldAreSuspect(double speed, bool passes) =>
        Assert.Equal(passes, Assess(Observed.Of("wind_speed", speed), new KnownStations().WithNeighbours(9, "wind_speed", 8)).Score == 1);

    [Fact]
    public void Assess_QuantityNotComparedBetweenPlaces_IsNotAssessed() =>
        Assert.Null(Assess(Observed.Of("solar_radiation", 500), new KnownStations().WithNeighbours(9, "solar_radiation", 100)).Score);

    [Fact]
    public void Assess_WithoutPosition_IsNotAssessed() =>
        Assert.Null(Assess(Observed.Of("temperature", 10, noPosition: true), new KnownStations().WithNeighbours(9, "temperature", 10)).Score);

    private ValidatorResult Assess(Observation observation, KnownStations stations) =>
        _validator.Assess(observation, new TestContext(observation.Series.ReadingType) { Neighbours = stations });
}
