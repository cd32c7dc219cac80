using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class WeatherLinkTests
{
    [Fact]
    public async Task Poll_CapturedLiveInMillimetres_GivesItsReadings()
    {
        var observations = await PollAsync("davis", "wll_current_conditions_7139d6.json");
        Assert.All(observations, o => Assert.Equal(1610810640, o.Timestamp));
        Assert.Equal(
            [
                (" dew_point", -3.44), (" heat_index", -3), (" humidity", 96.9), (" pressure", 969.49), (" pressure_sea_level", 1024.01), (" rain_rate", 0),
                (" rain_total", 55.2), (" solar_radiation", 23), (" temperature", -3), (" uv_index", 0), (" wind_chill", -5.06), (" wind_direction", 254),
                (" wind_gust", 3.13), (" wind_gust_direction", 257), (" wind_speed", 2.24), ("-in dew_point", 0.11), ("-in heat_index", 18.72),
                ("-in humidity", 24.9), ("-in temperature", 20.94),
            ],
            Values(observations, "davis-001D0A7139D6"));
    }

    // A calm: no direction of the wind, but one of the gust before it. This station sends as transmitter 2.
    [Fact]
    public async Task Poll_CapturedLiveInInches_GivesItsReadings()
    {
        var observations = await PollAsync("davis", "wll_current_conditions_719e35.json");
        Assert.Equal(
            [
                (" pressure", 1012.73), (" pressure_sea_level", 1018.46), ("-in dew_point", 10.11), ("-in heat_index", 21.44), ("-in humidity", 46.2),
                ("-in temperature", 22.22), ("-tx2 dew_point", 11), ("-tx2 heat_index", 14.06), ("-tx2 humidity", 81.9), ("-tx2 rain_rate", 0),
                ("-tx2 rain_total", 17.78), ("-tx2 solar_radiation", 91), ("-tx2 temperature", 14.06), ("-tx2 uv_index", 1.1), ("-tx2 wind_chill", 14.06),
                ("-tx2 wind_gust", 1.34), ("-tx2 wind_gust_direction", 138), ("-tx2 wind_speed", 0),
            ],
            Values(observations, "davis-001D0A719E35"));
        Assert.All(observations, o =>
            Assert.Equal(o.Series[TextField.DeviceId].EndsWith("-in", StringComparison.Ordinal) ? "INDOOR" : "", o.Series[TextField.DeploymentType]));
    }

    [Fact]
    public async Task Poll_CapturedLiveWithoutSunSensors_GivesItsReadings()
    {
        var observations = await PollAsync("davis", "wll_current_conditions_712363.json");
        Assert.Equal(
            [
                (" dew_point", 7.67), (" heat_index", 16.61), (" humidity", 52.2), (" pressure", 975.52), (" pressure_sea_level", 1009.31), (" rain_rate", 0),
                (" rain_total", 22.86), (" temperature", 17.61), (" wind_chill", 17.61), (" wind_direction", 278), (" wind_gust", 3.58),
                (" wind_gust_direction", 246), (" wind_speed", 0.45), ("-in dew_point", 8.22), ("-in heat_index", 23.33), ("-in humidity", 36.2),
                ("-in temperature", 24.11),
            ],
            Values(observations, "davis-001D0A712363"));
    }

    [Fact]
    public async Task Poll_CapturedAirLink_GivesItsReadings()
    {
        var observations = await PollAsync("http", "airlink_current_conditions.json");
        Assert.Equal(
            [(" dew_point", 14.56), (" heat_index", 24.44), (" humidity", 54.3), (" pm10", 1.21), (" pm1_0", 0.96), (" pm2_5", 1.21), (" temperature", 24.33)],
            Values(observations, "davis-001D0A100021"));
    }

    [Fact]
    public async Task Poll_TransmitterThatIsLost_IsLeftOut()
    {
        await using var device = await FakeDevice.StartAsync();
        device.Answers["/v1/current_conditions"] = (200, """
            {"data":{"did":"a b","ts":1712000000,"conditions":[
              {"data_structure_type":1,"txid":1,"temp":70,"rx_state":2},
              {"data_structure_type":1,"txid":2,"temp":50,"rx_state":0,"rain_size":1,"rainfall_year":9},
              {"data_structure_type":1,"txid":3,"temp":59,"rx_state":1},
              {"data_structure_type":2,"txid":4,"temp_1":null,"temp_2":50,"moist_soil_2":33,"wet_leaf_1":7},
              {"data_structure_type":2,"txid":5,"temp_2":59},7]},"error":null}
            """);
        Assert.Equal(
            // Names are of the transmitters' numbers; the lost one leaves a gap.
            [
                ("-tx2 rain_total", 2.29), ("-tx2 temperature", 10), ("-tx3 temperature", 15), ("-tx4-leaf1 leaf_wetness", 7),
                ("-tx4-soil2 soil_temperature", 10), ("-tx4-soil2 soil_water_tension", 33), ("-tx5-soil2 soil_temperature", 15),
            ],
            Values(await PollAsync(device), "davis"));
    }

    private static async Task<IReadOnlyList<Observation>> PollAsync(string folder, string name)
    {
        await using var device = await FakeDevice.StartAsync();
        device.Answers["/v1/current_conditions"] = (200, Capture.Text(folder, name));
        return await PollAsync(device);
    }

    private static async Task<IReadOnlyList<Observation>> PollAsync(FakeDevice device)
    {
        await using var server = await IngestServer.StartAsync(new HttpIngestOptions { MaxAgeDays = 0 });
        server.Clock.Seconds = 1_780_000_000;
        var adapter = new DavisFactory(server.Ingest, _ => null).Create(
            new SensorOptions { Adapter = "davis", Settings = new Dictionary<string, string> { ["url"] = device.Url } });
        await using var run = new AdapterRun(adapter, server.Intake);
        await run.UntilReadingsAsync(1);
        return [.. server.Intake.Observations];
    }

    private static IEnumerable<(string, double)> Values(IReadOnlyList<Observation> observations, string device) => observations
        .Select(o => (o.Series[TextField.DeviceId].Replace(device, "", StringComparison.Ordinal) + " " + o.Series[TextField.ReadingType], o.Value))
        .OrderBy(o => o.Item1, StringComparer.Ordinal);
}
