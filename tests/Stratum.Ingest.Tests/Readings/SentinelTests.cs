namespace Stratum.Ingest.Tests;

public sealed class SentinelTests
{
    [Theory]
    [InlineData("temperature", 85, "C", true)]
    [InlineData("temperature", 85.1, "C", false)]
    [InlineData("temperature", 185, "F", true)]
    [InlineData("temperature", 85, "F", false)]
    [InlineData("temperature", -127, "C", true)]
    [InlineData("temperature", -196.6, "F", true)]
    [InlineData("temperature", 127.5, "C", true)]
    [InlineData("temperature", -100, "C", true)]
    [InlineData("temperature", -40, "C", false)]
    [InlineData("temperature", -327.68, "C", true)]
    [InlineData("temperature", 999, "F", true)]
    [InlineData("temperature", -9999, "F", true)]
    [InlineData("temperature", 0, "C", false)]
    [InlineData("soil_temperature", 65535, "C", true)]
    [InlineData("humidity", 655.35, "%", true)]
    [InlineData("humidity", 100, "%", false)]
    [InlineData("humidity", 0, "%", false)]
    [InlineData("pressure", 0, "hPa", true)]
    [InlineData("pressure", 999, "hPa", false)]
    [InlineData("pressure", 65535, "Pa", false)]
    [InlineData("pressure", 65535, "hPa", true)]
    [InlineData("light_level", 999, "lux", false)]
    [InlineData("light_level", 65535, "lux", true)]
    [InlineData("co2", 999, "ppm", false)]
    [InlineData("co2", 65535, "ppm", true)]
    [InlineData("rain_total", 999, "mm", false)]
    [InlineData("rain_total", -999, "mm", true)]
    [InlineData("wind_speed", 127.5, "km/h", false)]
    [InlineData("wind_speed", 127.5, "m/s", true)]
    [InlineData("wind_direction", 999, "deg", true)]
    public void IsNoValue_OfVendorsNumbers_ButNotOfWhatIsMeasured(string readingType, double value, string unit, bool expected) =>
        Assert.Equal(expected, Sentinels.IsNoValue(readingType, value, unit));

    [Fact]
    public void IsNoValue_InABoiler_85IsATemperature()
    {
        Assert.False(Sentinels.IsNoValue("temperature", 85, "C", isProbe: true));
        Assert.True(Sentinels.IsUnreadProbe(85));
        Assert.True(Sentinels.IsUnreadProbe(-127));
        Assert.False(Sentinels.IsUnreadProbe(84.9375));
    }
}
