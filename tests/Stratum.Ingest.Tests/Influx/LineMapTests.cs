using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Measurements whose fields a table's map names.</summary>
public sealed class LineMapTests
{
    private const string Text = "text/plain; charset=utf-8";

    private static readonly (string Field, string Type, string Unit, string Suffix)[] Airrohr =
    [
        ("SDS_P1", "pm10", "ug/m3", "-sds"),
        ("SDS_P2", "pm2_5", "ug/m3", "-sds"),
        ("BME280_temperature", "temperature", "C", "-bme280"),
        ("BME280_pressure", "pressure", "Pa", "-bme280"),
        ("BME280_humidity", "humidity", "%", "-bme280"),
    ];

    [Fact]
    public async Task Write_FieldCaseOfAirrohr_IsReadByItsMap()
    {
        var settings = new Dictionary<string, string>();
        for (var i = 0; i < Airrohr.Length; i++)
        {
            var (field, type, unit, suffix) = Airrohr[i];
            (settings[$"map:{i}:measurement"], settings[$"map:{i}:field"], settings[$"map:{i}:device_tag"]) = ("feinstaub", field, "node");
            (settings[$"map:{i}:reading_type"], settings[$"map:{i}:unit"], settings[$"map:{i}:suffix"]) = (type, unit, suffix);
        }

        await using var server = await StartAsync(settings);
        using var response = await server.PostAsync(Capture.Text("field", "21-airrohr-influx.line"), Text, "/write");
        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal(
            [
                "-bme280 humidity 48.2", "-bme280 pressure 987.65", "-bme280 temperature 21.55", "-sds pm10 12.3", "-sds pm2_5 7.1",
            ],
            Expected.Shown(server.Intake.Observations, "esp8266-1234567"));
        // Who wrote the map down knows of samples and signal.
        Assert.Equal(0, server.Ingest.Status.Rejected);
    }

    [Fact]
    public async Task Write_MapOfAUnit_HoldsForItsMeasurementAlone()
    {
        var settings = new Dictionary<string, string>
        {
            ["map:0:measurement"] = "porch",
            ["map:0:field"] = "temperature",
            ["map:0:unit"] = "F",
        };
        await using var server = await StartAsync(settings, "house");
        using var response = await server.PostAsync("porch temperature=50,humidity=40,temp=1\nroom temperature=20", Text, "/write");
        Assert.Equal([". humidity 40", ". temperature 10", ". temperature 20"], Expected.Shown(server.Intake.Observations, "house"));
        Assert.Contains("\"temperature\"", server.Ingest.Status.LastError, StringComparison.Ordinal);
    }

    // The name of a device of which neither line nor table says a word is the intake's to miss, not an empty name with a suffix.
    [Fact]
    public async Task Write_MappedLineWithoutADevice_IsRefused()
    {
        var settings = new Dictionary<string, string> { ["map:0:field"] = "P1", ["map:0:reading_type"] = "pm10", ["map:0:suffix"] = "-sds" };
        await using var server = await StartAsync(settings);
        using var response = await server.PostAsync("feinstaub P1=3", Text, "/write");
        Assert.Contains("device_id", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(server.Intake.Observations);
    }

    [Theory]
    [InlineData("map:0:measurement", "m", "field")]
    [InlineData("map:0:reading_type", "temp", "\"temperature\"")]
    [InlineData("map:0:reading_type", "sap_flow", "unit is missing")]
    [InlineData("map:0:unit", "lux", "accepted in")]
    [InlineData("map:0:colour", "red", "colour")]
    [InlineData("map:1:field", "x", "map")]
    [InlineData("map", "x", "map")]
    public async Task Create_WrongMap_SaysWhat(string key, string value, string part)
    {
        var settings = new Dictionary<string, string> { [key] = value };
        if (key is "map:0:reading_type" or "map:0:unit" or "map:0:colour")
        {
            settings["map:0:field"] = "temperature";
        }

        await using var server = await IngestServer.StartAsync();
        var sensor = new SensorOptions { Adapter = "http_json", Settings = settings };
        var e = Assert.Throws<StratumException>(() => new HttpJsonFactory(server.Ingest).Create(sensor));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    private static Task<IngestServer> StartAsync(Dictionary<string, string> settings, string? deviceId = null) =>
        IngestServer.StartAsync(null, null, new SensorOptions { Adapter = "http_json", DeviceId = deviceId, Settings = settings });
}
