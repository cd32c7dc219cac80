using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>What devices say instead of a value, and zeros that are none.</summary>
public sealed class NoValueTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task Post_FieldCaseOfABarometer_HasNoHumidity()
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync(Capture.Text("field", "24-bmp280-humidity-0.json"), path: "/sensor-community");
        Assert.Equal(200, answer.Status);
        Assert.Equal(["-bme280 pressure 987.65", "-bme280 temperature 20.1"], Expected.Shown(server.Intake.Observations, "esp8266-1497236"));
    }

    [Theory]
    [InlineData("DS18B20_temperature", "85.00")]
    [InlineData("DS18B20_temperature", "-127.00")]
    [InlineData("SHT3X_temperature", "-45.00")]
    [InlineData("SHT3X_humidity", "0.00")]
    [InlineData("humidity", "0")]
    [InlineData("BMP_pressure", "0.00")]
    [InlineData("SCD30_co2_ppm", "0")]
    [InlineData("BME280_temperature", "-9999")]
    public async Task Post_AirrohrSensorThatIsNotThere_HasNoValue(string type, string value)
    {
        await using var server = await IngestServer.StartAsync();
        await server.IngestAsync($$"""
            {"esp8266id":"1","sensordatavalues":[{"value_type":"{{type}}","value":"{{value}}"},{"value_type":"SDS_P1","value":"0.00"}]}
            """, path: "/sensor-community");
        Assert.Equal("pm10", Assert.Single(server.Intake.Observations).Series.ReadingType);
    }

    [Theory]
    [InlineData("tempf=-9999&humidity=-9999.0")]
    [InlineData("tempf=-999.9")]
    [InlineData("tempf=--.-&humidity=--&winddir=")]
    [InlineData("humidity=0")]
    [InlineData("tempf=-40")]
    [InlineData("tempf=-40.0&humidity=0")]
    [InlineData("tf_ch3=-40.0")]
    [InlineData("temp2f=-40.0&humidity1=50")]
    [InlineData("outtemp=-40.0")]
    [InlineData("baromabsin=0.000")]
    [InlineData("windspeedmph=6553.5&winddir=65535")]
    [InlineData("humidity=255")]
    [InlineData("tempf=999")]
    public async Task Post_WhatAGatewaySaysWithoutASensor_IsNoValue(string fields)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync("PASSKEY=A&pm25_ch1=5&" + fields, Form, "/");
        Assert.Equal(200, (int)response.StatusCode);
        Assert.DoesNotContain(
            server.Intake.Observations,
            o => o.Series.ReadingType != "pm2_5" && o.Series[TextField.DeviceId].EndsWith("-ch1", StringComparison.Ordinal) is false);
    }

    // Cold that is real comes with its air's humidity.
    [Theory]
    [InlineData("tempf=-40&humidity=70", "-40")]
    [InlineData("tempf=-39.9", "-39.94")]
    [InlineData("tempf=32", "0")]
    [InlineData("outtemp=-0.0", "0")]
    public async Task Post_ValuesThatAreReal_AreSigned(string fields, string expected)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync("PASSKEY=A&" + fields, Form, "/");
        var temperature = Assert.Single(server.Intake.Observations, o => o.Series.ReadingType == "temperature");
        Assert.Equal(expected, FormattableString.Invariant($"{(decimal)temperature.Value:0.##}"));
        Assert.False(double.IsNegative(temperature.Value) && temperature.Value == 0);
    }

    [Fact]
    public async Task Ingest_FieldCaseOfTheFreezingPoint_IsPositiveZero()
    {
        await using var server = await IngestServer.StartAsync();
        Assert.Equal(1, (await server.IngestAsync(Capture.Text("field", "29-freezing-point.json"))).Accepted);
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(Assert.Single(server.Intake.Observations).Value));
    }

    // In the registry's unit a client's value is its own, to the sign of its zero: the canonical form knows -0.0.
    [Theory]
    [InlineData("""{"device_id":"z","reading_type":"temperature","value":-0.0}""", "application/json", "/ingest", true)]
    [InlineData("""{"device_id":"z","reading_type":"temperature","value":-0.0,"unit":"F"}""", "application/json", "/ingest", false)]
    [InlineData("""[{"n":"z:temperature","u":"Cel","bv":-0.1,"v":0.1}]""", "application/senml+json", "/ingest", false)]
    [InlineData("""{"esp8266id":"1","sensordatavalues":[{"value_type":"temperature","value":"-0.00"}]}""", "application/json", "/sensor-community", false)]
    public async Task Ingest_Zero_IsNegativeOnlyWhereTheClientSaysSo(string body, string type, string path, bool isNegative)
    {
        await using var server = await IngestServer.StartAsync();
        await server.IngestAsync(body, type, path);
        var value = Assert.Single(server.Intake.Observations).Value;
        Assert.Equal(isNegative, value == 0 && double.IsNegative(value));
    }
}
