namespace Stratum.Core.Tests;

public sealed class QuantityRegistryTests
{
    [Fact]
    public void Default_All_HoldsFiftyFiveTypesOnceEach()
    {
        var types = QuantityRegistry.Default.All.Select(quantity => quantity.ReadingType).ToArray();
        Assert.Equal(55, types.Length);
        Assert.Equal(types.Length, types.Distinct().Count());
        Assert.All(QuantityRegistry.Default.All, quantity => Assert.Same(quantity, QuantityRegistry.Default.Find(quantity.ReadingType)));
    }

    [Fact]
    public void Default_EveryEntry_IsWithinTheRulesOfSignedFields()
    {
        Assert.All(QuantityRegistry.Default.All, quantity =>
        {
            Assert.Matches("^[a-z][a-z0-9_]{0,63}$", quantity.ReadingType);
            Assert.InRange(quantity.DisplayName.Length, 1, 128);
            Assert.InRange(quantity.Unit.EnumerateRunes().Count(), 0, 64);
            Assert.InRange(quantity.Decimals, 0, 10);
        });
    }

    [Fact]
    public void Find_Temperature_HasTheLimitsOfItsFile()
    {
        var temperature = QuantityRegistry.Default.Find("temperature")!;
        Assert.Equal(("Temperature", "\u00b0C", "air_temperature", "Cel", 2), (
            temperature.DisplayName, temperature.Unit, temperature.CfStandardName, temperature.Ucum, temperature.Decimals));
        Assert.Equal((new ValueRange(-90, 60), new ValueRange(-80, 55)), (temperature.Hard!.Value, temperature.Soft!.Value));
        Assert.Equal((new StepLimit(2, 3), new StepLimit(4, 10)), (temperature.StepPerMinute!.Value, temperature.StepPerHour!.Value));
        Assert.Equal((60, 0.1, null), (temperature.Persistence!.WindowMinutes, temperature.Persistence.MinRange, temperature.Persistence.OnlyIf));
        Assert.Equal(("additive", -0.0065, 1.0), (temperature.Spatial!.Mode, temperature.Spatial.LapsePerMetre, temperature.Spatial.ScaleFloor));
        Assert.Equal([3, 30, 150], temperature.Spatial.RadiusKm);
        Assert.False(temperature.Circular);
    }

    [Fact]
    public void Default_Limits_AreOrdered()
    {
        Assert.All(QuantityRegistry.Default.All, quantity =>
        {
            Assert.True(quantity.Hard is not { } hard || hard.Min < hard.Max, quantity.ReadingType);
            Assert.True(quantity.Soft is not { } soft || soft.Min < soft.Max, quantity.ReadingType);
            Assert.True(quantity.StepPerMinute is not { } step || step.Suspect <= step.Fail, quantity.ReadingType);
        });
        Assert.Contains(QuantityRegistry.Default.All, quantity => quantity.Circular);
    }

    [Fact]
    public void LimitsIn_Deployments_AreTheirOwn()
    {
        var temperature = QuantityRegistry.Default.Find("temperature")!;
        Assert.Equal((temperature.Hard, temperature.Soft), (temperature.HardIn(Deployment.Outdoor), temperature.SoftIn(Deployment.Outdoor)));
        Assert.Equal(new ValueRange(-60, 130), temperature.HardIn(Deployment.Indoor)!.Value);
        Assert.Equal(new ValueRange(-40, 50), temperature.SoftIn(Deployment.Indoor)!.Value);
        Assert.Equal((new ValueRange(-200, 850), (ValueRange?)null), (temperature.HardIn(Deployment.Probe)!.Value, temperature.SoftIn(Deployment.Probe)));
        var wind = QuantityRegistry.Default.Find("wind_speed")!;
        Assert.Equal((wind.Hard, (ValueRange?)null), (wind.HardIn(Deployment.Indoor), wind.SoftIn(Deployment.Indoor)));
    }

    [Theory]
    [InlineData("Temperature")]
    [InlineData("")]
    [InlineData("temperature ")]
    public void Find_TypeOutsideTheRegistry_IsNull(string readingType) => Assert.Null(QuantityRegistry.Default.Find(readingType));
}
