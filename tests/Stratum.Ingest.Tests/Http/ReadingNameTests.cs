using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Names that are nearly right are refused with the right one, and names that nobody knows need a unit, at every door that takes names.</summary>
public sealed class ReadingNameTests
{
    private const string Text = "text/plain; charset=utf-8";

    [Fact]
    public async Task Ingest_FieldCaseOfNamesNearlyRight_Is422WithTheRightNames()
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync(Capture.Text("field", "22-names-nearly-right.json"));
        Assert.Equal((422, 0), (answer.Status, answer.Accepted));
        Assert.Equal(["readings.temp", "readings.hum", "readings.press"], answer.Rejected.Select(r => r.Field));
        Assert.Equal(
            [true, true, true],
            answer.Rejected.Zip(["\"temperature\"", "\"humidity\"", "\"pressure\""], (r, name) => r.Reason.Contains(name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("temp", "temperature")]
    [InlineData("Temperature", "temperature")]
    [InlineData("tmp", "temperature")]
    [InlineData("outTemp", "temperature")]
    [InlineData("atmp", "temperature")]
    [InlineData("inTemp", "INDOOR")]
    [InlineData("rh", "humidity")]
    [InlineData("outHumidity", "humidity")]
    [InlineData("pressure_hpa", "pressure")]
    [InlineData("baro", "pressure_sea_level")]
    [InlineData("barometer", "pressure_sea_level")]
    [InlineData("rco2", "co2")]
    [InlineData("co_2", "co2")]
    [InlineData("pm25", "pm2_5")]
    [InlineData("pm2.5", "pm2_5")]
    [InlineData("pm02", "pm2_5")]
    [InlineData("PM10", "pm10")]
    [InlineData("pm1.0", "pm1_0")]
    [InlineData("windspeed", "wind_speed")]
    [InlineData("windSpeed", "wind_speed")]
    [InlineData("wind_dir", "wind_direction")]
    [InlineData("windGust", "wind_gust")]
    [InlineData("lux", "light_level")]
    [InlineData("uv", "uv_index")]
    [InlineData("UV", "uv_index")]
    [InlineData("rain", "rain_total")]
    [InlineData("rain", "rainfall")]
    [InlineData("rainRate", "rain_rate")]
    [InlineData("dewpoint", "dew_point")]
    [InlineData("radiation", "solar_radiation")]
    [InlineData("soil-temperature", "soil_temperature")]
    public async Task Ingest_NameNearlyRight_IsRefusedWithTheRightOne(string name, string right)
    {
        await using var server = await IngestServer.StartAsync();
        foreach (var body in (string[])
            [$$$"""{"device_id":"d","readings":{"{{{name}}}":{"value":5,"unit":"1"} } }""", $$"""{"device_id":"d","reading_type":"{{name}}","value":5}"""])
        {
            var rejection = Assert.Single((await server.IngestAsync(body)).Rejected);
            Assert.Contains(right, rejection.Reason, StringComparison.Ordinal);
            Assert.Equal(body.Contains("readings", StringComparison.Ordinal) ? "readings." + name : "reading_type", rejection.Field);
        }
    }

    [Theory]
    [InlineData("sap_flow", null, 422)]
    [InlineData("sap_flow", "", 422)]
    [InlineData("sap_flow", "g/h", 200)]
    [InlineData("battery_level", "%", 200)]
    [InlineData("temperature", null, 200)]
    [InlineData("temperature_5m", null, 200)]
    public async Task Ingest_NameThatTheRegistryDoesNotKnow_NeedsAUnit(string name, string? unit, int status)
    {
        await using var server = await IngestServer.StartAsync();
        var member = unit is null ? "" : $", \"unit\": \"{unit}\"";
        var answer = await server.IngestAsync($$"""{"device_id":"d","reading_type":"{{name}}","value":5{{member}}}""");
        Assert.Equal(status, answer.Status);
        Assert.All(answer.Rejected, rejection =>
        {
            Assert.Equal("unit", rejection.Field);
            Assert.Contains("docs/API.md", rejection.Reason, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("weather,device=a temp=21.5", "temperature")]
    [InlineData("weather,device=a,unit=C outTemp=21.5", "temperature")]
    [InlineData("lux,device=a value=400", "light_level")]
    [InlineData("weather,device=a barometer=1013", "pressure_sea_level")]
    [InlineData("weather,device=a x=1", "map = [")]
    public async Task Write_FieldWithoutAKnownUnit_IsNotSigned(string line, string hint)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync(line, Text, "/write");
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(hint, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(server.Intake.Observations);
    }

    [Theory]
    [InlineData("/v1.1/Observations", """{"result":1,"Datastream":{"@iot.id":"garden/temp"}}""")]
    [InlineData("/boxes/b/data", """[{"sensor":"garden/temp","value":"1"}]""")]
    public async Task Post_DatastreamNearlyRight_IsRefusedWithTheRightName(string path, string body)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync(body, path: path);
        Assert.Equal(422, (int)response.StatusCode);
        Assert.Empty(server.Intake.Observations);
        Assert.Contains("\"temperature\"", server.Ingest.Status.LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"n":"urn:dev:a:temp","u":"Cel","v":5}]""", 200)]
    [InlineData("""[{"n":"urn:dev:a:temp","v":5}]""", 422)]
    [InlineData("""[{"n":"urn:dev:a:sap_flow","v":5}]""", 422)]
    [InlineData("""[{"n":"urn:dev:a:temperature","v":5}]""", 200)]
    public async Task Ingest_SenMlWithAShortName_NeedsItsUnit(string body, int status)
    {
        await using var server = await IngestServer.StartAsync();
        Assert.Equal(status, (await server.IngestAsync(body, "application/senml+json")).Status);
    }

    [Theory]
    [InlineData("datastreams:7", "garden/temp")]
    [InlineData("datastreams:7", "outTemp F")]
    public async Task Create_NameNearlyRightInATable_IsAnErrorWithTheRightName(string key, string value)
    {
        await using var server = await IngestServer.StartAsync();
        var sensor = new SensorOptions { Adapter = "http_json", Settings = new Dictionary<string, string> { [key] = value } };
        var e = Assert.Throws<StratumException>(() => new HttpJsonFactory(server.Ingest).Create(sensor));
        Assert.Contains("\"temperature\"", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("temp", "C", "temperature")]
    [InlineData("sap_flow", "", "unit is missing")]
    public async Task Create_NameNearlyRightInAnMqttMap_IsAnErrorWithTheRightName(string readingType, string unit, string part)
    {
        await using var server = await IngestServer.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["url"] = "mqtt://127.0.0.1",
            ["topic"] = "a/{device}",
            ["map:0:path"] = "$.t",
            ["map:0:reading_type"] = readingType,
            ["map:0:unit"] = unit,
        };
        var sensor = new SensorOptions { Adapter = "mqtt", Settings = settings };
        var e = Assert.Throws<StratumException>(() => new MqttFactory(server.Ingest, "n", (_, _) => []).Create(sensor));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }
}
