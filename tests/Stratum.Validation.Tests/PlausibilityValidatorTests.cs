using Stratum.Core;

namespace Stratum.Validation.Tests;

public class PlausibilityValidatorTests
{
    private readonly PlausibilityValidator _validator = new();

    [Theory]
    [InlineData("temperature", 60.1)]
    [InlineData("temperature", -90.1)]
    [InlineData("humidity", 105.1)]
    [InlineData("pressure", 299)]
    [InlineData("wind_direction", 361)]
    [InlineData("pm2_5", -1)]
    [InlineData("lightning_count", -1)]
    public void Assess_OutsideHardRange_FailsHard(string type, double value)
    {
        var result = Assess(Observed.Of(type, value));

        Assert.True(result.HardFail);
        Assert.Equal(0, result.Score);
        Assert.Contains("outside the possible range", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("temperature", 20)]
    [InlineData("humidity", 100)]
    [InlineData("pressure", 1013.2)]
    [InlineData("wind_direction", 360)]
    [InlineData("pm2_5", 0)]
    [InlineData("lightning_count", 1e9)]
    public void Assess_OrdinaryValue_ScoresOneWithoutReason(string type, double value)
    {
        var result = Assess(Observed.Of(type, value));

        Assert.Equal(new ValidatorResult(1), result);
    }

    [Theory]
    [InlineData(70, 1)]
    [InlineData(80, 1)]
    [InlineData(90, 0.9)]
    [InlineData(100, 0.8)]
    public void Assess_ParticlesInDampAir_AreBelievedLess(double humidity, double score)
    {
        var stations = new KnownStations();
        stations.Add(Observed.Of("humidity", humidity));
        var result = new PlausibilityValidator().Assess(Observed.Of("pm2_5", 30), new TestContext("pm2_5") { Neighbours = stations });
        Assert.Equal(score, result.Score!.Value, 9);
        Assert.Equal(score < 1, result.Reason is not null);
    }

    [Fact]
    public void Assess_OutsideSoftRange_IsUnusualNotImpossible()
    {
        var result = Assess(Observed.Of("pm10", 1500));

        Assert.Equal(PlausibilityValidator.UnusualScore, result.Score);
        Assert.Equal("1500 ug/m3 is outside the usual range 0.0..1000", result.Reason);
    }

    [Fact]
    public void Assess_HumidityJustAbove100_KeepsMostOfItsScore() =>
        Assert.Equal(PlausibilityValidator.OversaturatedScore, Assess(Observed.Of("humidity", 102)).Score);

    [Fact]
    public void Assess_DavisAt66Degrees_FailsHardBySensorModel()
    {
        var limits = QuantityRegistry.Default.Find("temperature")! with { Hard = new ValueRange(-90, 100) };

        var result = _validator.Assess(Observed.Of("temperature", 66, sensorModel: "Davis Vantage Pro2"), new TestContext("temperature") { Quantity = limits });

        Assert.True(result.HardFail);
        Assert.Contains("sensor model's range", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50, -89, false)]
    [InlineData(52.5, 38, false)]
    [InlineData(40, -35, false)]
    [InlineData(-40, 45, true)]
    [InlineData(52.5, 30, true)]
    public void Assess_NovemberTemperature_IsJudgedByLatitudeAndSeason(double latitude, double value, bool usual)
    {
        var result = Assess(Observed.Of("temperature", value, position: new GeoPoint(latitude, 10)));

        Assert.Equal(usual, result.Score == 1);
        Assert.False(result.HardFail);
    }

    [Fact]
    public void Assess_AntarcticWinter_IsNotRefused()
    {
        const long July = 1_783_944_000;
        Assert.Equal(1, Assess(Observed.Of("temperature", -75, July, position: new GeoPoint(-78.46, 106.84))).Score);
    }

    [Theory]
    [InlineData("dew_point", 12, "temperature", 11, true)]
    [InlineData("dew_point", 11.5, "temperature", 11, false)]
    [InlineData("temperature", 11, "dew_point", 12, true)]
    [InlineData("wind_gust", 3, "wind_speed", 5, true)]
    [InlineData("wind_gust", 5, "wind_speed", 5.4, false)]
    [InlineData("pm2_5", 30, "pm10", 20, true)]
    [InlineData("pm2_5", 20, "pm10", 20, false)]
    public void Assess_SecondQuantityOfTheStation_IsCompared(string type, double value, string otherType, double other, bool broken)
    {
        var stations = new KnownStations();
        stations.Add(Observed.Of(otherType, other, Observed.Noon - 600));

        var result = _validator.Assess(Observed.Of(type, value), new TestContext(type) { Neighbours = stations });

        Assert.Equal(broken ? CrossQuantityRules.BrokenScore : 1, result.Score);
        Assert.False(result.HardFail);
    }

    [Fact]
    public void Assess_SecondQuantityTooOld_IsNotCompared()
    {
        var stations = new KnownStations();
        stations.Add(Observed.Of("temperature", 0, Observed.Noon - 601));

        Assert.Equal(1, _validator.Assess(Observed.Of("dew_point", 12), new TestContext("dew_point") { Neighbours = stations }).Score);
    }

    [Fact]
    public void Assess_UnknownReadingType_IsNotAssessedWithReason()
    {
        var result = Assess(Observed.Of("radon_flux", 12, unit: "Bq"));

        Assert.Null(result.Score);
        Assert.Contains("radon_flux", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Assess_OtherUnitThanTheRegistry_IsNotAssessed() =>
        Assert.Null(Assess(Observed.Of("temperature", 300, unit: "K")).Score);

    private ValidatorResult Assess(Observation observation) => _validator.Assess(observation, new TestContext(observation.Series.ReadingType));
}
