using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>What stands in rooms is INDOOR, further sensors and probes are PROBE until a table says where they are.</summary>
public sealed class PlaceTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task Post_FieldCaseOfAGateway_TellsRoomFromSky()
    {
        await using var server = await IngestServer.StartAsync(null, null, new SensorOptions { Adapter = "ecowitt", DeviceId = "gw" });
        using var response = await server.PostAsync(Capture.Text("field", "01-indoor-in-now.form").Trim(), Form, "/data/report/");
        Assert.Equal(
            [
                "gw  humidity 88", "gw  pressure 1000", "gw  temperature 3", "gw-in INDOOR humidity 30", "gw-in INDOOR temperature 25",
            ],
            Shown(server));
    }

    [Theory]
    [InlineData("PASSKEY=A&tempinf=68&humidityin=40&co2in=600&pm25_in=3",
        "-in INDOOR co2 600|-in INDOOR humidity 40|-in INDOOR pm2_5 3|-in INDOOR temperature 20")]
    [InlineData("ID=A&indoortempf=68&indoorhumidity=40", "-in INDOOR humidity 40|-in INDOOR temperature 20")]
    [InlineData("ID=A&intemp=20&inhumi=40", "-in INDOOR humidity 40|-in INDOOR temperature 20")]
    [InlineData("MAC=A&stationtype=AMB&pm_in_temp_aqin=68&pm25_in_aqin=3", "-aqin INDOOR pm2_5 3|-aqin INDOOR temperature 20")]
    [InlineData("PASSKEY=A&tf_co2=68&humi_co2=40&pm25_co2=3&co2=500",
        "-co2 INDOOR co2 500|-co2 INDOOR humidity 40|-co2 INDOOR pm2_5 3|-co2 INDOOR temperature 20")]
    // Freezers, pools and pipes: the same numbers of both kinds are two sensors.
    [InlineData("PASSKEY=A&temp1f=0&humidity1=60&tf_ch1=68", "-ch1 PROBE humidity 60|-ch1 PROBE temperature -17.78|-probe1 PROBE temperature 20")]
    [InlineData("PASSKEY=A&temp8f=5&tf_ch8=32", "-ch8 PROBE temperature -15|-probe8 PROBE temperature 0")]
    [InlineData("ID=A&temp2f=68&temp10f=50&humidity10=50", "-ch10 PROBE humidity 50|-ch10 PROBE temperature 10|-ch2 PROBE temperature 20")]
    [InlineData("PASSKEY=A&soiltempf=50&soilmoisture1=40&soil_ec_temp1=50", "-ec1  soil_temperature 10|-soil1  soil_moisture 40|-soil1  soil_temperature 10")]
    [InlineData("PASSKEY=A&pm25_ch1=4&leafwetness_ch1=10", "-ch1  leaf_wetness_percent 10|-ch1  pm2_5 4")]
    public async Task Post_SensorsOfAGateway_AreWhereTheyAre(string body, string expected)
    {
        await using var server = await IngestServer.StartAsync(null, null, new SensorOptions { Adapter = "ecowitt", DeviceId = "gw" });
        using var response = await server.PostAsync(body, Form, "/data/report/");
        Assert.Equal(expected, string.Join('|', Shown(server)).Replace("gw", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_TableOfAChannel_SaysThatItIsOutdoors()
    {
        await using var server = await IngestServer.StartAsync(null, null, new SensorOptions
        {
            Adapter = "ecowitt",
            DeviceId = "gw",
            Devices = [new DeviceOptions { Match = "*-ch1", DeploymentType = "OUTDOOR" }],
        });
        using var response = await server.PostAsync("PASSKEY=A&temp1f=50&humidity1=60&temp2f=50&tempinf=68", Form, "/data/report/");
        Assert.Equal(
            ["gw-ch1 OUTDOOR humidity 60", "gw-ch1 OUTDOOR temperature 10", "gw-ch2 PROBE temperature 10", "gw-in INDOOR temperature 20"], Shown(server));
    }

    [Fact]
    public async Task Poll_ChannelsAndProbes_ArePROBE()
    {
        await using var device = await FakeDevice.StartAsync();
        await using var server = await IngestServer.StartAsync();
        device.Answers["/get_units_info"] = (200, """{"temperature":"0"}""");
        device.Answers["/get_livedata_info"] = (200, """
            {"ch_aisle":[{"channel":"1","temp":"-18.0","humidity":"61%"}],"ch_temp":[{"channel":"1","temp":"21.5"}],"ch_soil":[{"channel":"1","humidity":"9%"}],
             "wh25":[{"intemp":"25.5","unit":"C","inhumi":"50%"}]}
            """);
        var sensor = new SensorOptions
        {
            Adapter = "ecowitt",
            DeviceId = "gw",
            Settings = new Dictionary<string, string> { ["mode"] = "poll", ["url"] = device.Url },
        };
        await using var run = new AdapterRun(new EcowittFactory(server.Ingest).Create(sensor), server.Intake);
        await run.UntilReadingsAsync(6);
        Assert.Equal(
            [
                "gw-ch1 PROBE humidity 61", "gw-ch1 PROBE temperature -18", "gw-in INDOOR humidity 50", "gw-in INDOOR temperature 25.5",
                "gw-probe1 PROBE temperature 21.5", "gw-soil1  soil_moisture 9",
            ],
            Shown(server));
    }

    // A further transmitter of a Live is a thermometer somewhere until it has measured weather; then it is outdoors also while its vane is frozen.
    [Fact]
    public async Task Poll_FurtherTransmitters_AreOutdoorsWhenTheyMeasureWeather()
    {
        await using var device = await FakeDevice.StartAsync();
        await using var server = await IngestServer.StartAsync();
        var shown = new List<string>();
        foreach (var wind in (string[])["5", "null"])
        {
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            device.Answers["/v1/current_conditions"] = (200, $$"""
                {"data":{"did":"1","conditions":[{"data_structure_type":1,"txid":3,"temp":50,"wind_speed_last":null},
                  {"data_structure_type":1,"txid":2,"temp":50,"wind_speed_last":{{wind}}},{"data_structure_type":4,"temp_in":68,"hum_in":40}]},"error":null}
                """);
            var adapter = new DavisFactory(server.Ingest, _ => null).Create(
                new SensorOptions { Adapter = "davis", DeviceId = "d", Settings = new Dictionary<string, string> { ["url"] = device.Url } });
            var before = server.Intake.Observations.Count;
            await using var run = new AdapterRun(adapter, server.Intake);
            await run.UntilAsync(() => server.Intake.Observations.Count >= before + 4);
            shown.AddRange(server.Intake.Observations.Skip(before).Where(o => o.Series.ReadingType == "temperature")
                .Select(o => $"{o.Series[TextField.DeviceId]} {o.Series[TextField.DeploymentType]}"));
        }

        Assert.Equal(["d-tx3 PROBE", "d-tx2 ", "d-in INDOOR", "d-tx3 PROBE", "d-tx2 ", "d-in INDOOR"], shown);
    }

    private static IEnumerable<string> Shown(IngestServer server) => server.Intake.Observations
        .Select(o => FormattableString.Invariant(
            $"{o.Series[TextField.DeviceId]} {o.Series[TextField.DeploymentType]} {o.Series[TextField.ReadingType]} {o.Value:0.##}"))
        .Order(StringComparer.Ordinal);
}
