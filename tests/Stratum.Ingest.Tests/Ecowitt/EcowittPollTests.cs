using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class EcowittPollTests
{
    [Fact]
    public async Task Poll_CapturedImperialGateway_GivesItsReadings()
    {
        await using var device = await FakeDevice.StartAsync();
        device.Answers["/get_livedata_info"] = (200, Capture.Text("ecowitt", "get_livedata_info_gw2000b_imperial.json"));
        device.Answers["/get_units_info"] = (200, Capture.Text("ecowitt", "get_units_info.json"));
        Assert.Equal(
            [
                ("gw", "dew_point", 13.5), ("gw", "humidity", 46), ("gw", "pressure", 990.18), ("gw", "solar_radiation", 0.63), ("gw", "temperature", 26),
                ("gw", "uv_index", 0), ("gw", "vapour_pressure_deficit", 1.815), ("gw", "wind_gust", 0), ("gw", "wind_speed", 0),
                ("gw-in", "humidity", 55), ("gw-in", "temperature", 22.72), ("gw-piezo", "rain_rate", 3.05), ("gw-piezo", "rain_total", 304.8),
            ],
            await PollAsync(device, 13));
    }

    [Fact]
    public async Task Poll_MetricGatewayWithChannels_BelievesTheSettingOfTheGateway()
    {
        await using var device = await FakeDevice.StartAsync();
        device.Answers["/get_units_info"] = (200, """{"temperature":"0","pressure":"0","wind":"1","rain":"0","light":"0"}""");
        device.Answers["/get_livedata_info"] = (200, """
            {"common_list":[{"id":"0x02","val":"23.5","unit":"C"},{"id":"0x07","val":"--%"},{"id":"0x0B","val":"9.00 km/h"},{"id":"0x0A","val":"90"},
                            {"id":"0x15","val":"42.5 Klux"},{"id":"5","val":"0.55 kPa"}],
             "rain":[{"id":"0x0E","val":"1.2 mm/Hr"},{"id":"0x13","val":"276.4 mm","battery":"0"}],
             "ch_aisle":[{"channel":"1","name":"","battery":"0","temp":"24.9","unit":"F","humidity":"61%"},{"channel":"x","temp":"1","unit":"C"}],
             "ch_soil":[{"channel":"16","name":"","battery":"5","humidity":"56%"}],
             "ch_temp":[{"channel":"2","temp":"21.5","unit":"C"}],
             "ch_leaf":[{"channel":"1","humidity":"10%"}],"ch_pm25":[{"channel":"1","PM25":"6.0","PM25_RealAQI":"25"}],
             "co2":[{"temp":"24.4","unit":"C","humidity":"62%","PM25":"0.9","PM10":"1.0","CO2":"323","CO2_24H":"348"}],
             "lightning":[{"distance":"8 km","count":"2"}]}
            """);
        Assert.Equal(
            [
                ("gw", "light_level", 42500), ("gw", "lightning_count", 2), ("gw", "lightning_distance", 8), ("gw", "rain_rate", 1.2),
                ("gw", "rain_total", 276.4), ("gw", "temperature", 23.5), ("gw", "vapour_pressure_deficit", 0.55), ("gw", "wind_direction", 90),
                ("gw", "wind_speed", 2.5), ("gw-ch1", "humidity", 61), ("gw-ch1", "leaf_wetness_percent", 10), ("gw-ch1", "pm2_5", 6),
                ("gw-ch1", "temperature", 24.9), ("gw-co2", "co2", 323), ("gw-co2", "humidity", 62),
                ("gw-co2", "pm10", 1), ("gw-co2", "pm2_5", 0.9), ("gw-co2", "temperature", 24.4), ("gw-probe2", "temperature", 21.5),
                ("gw-soil16", "soil_moisture", 56),
            ],
            await PollAsync(device, 20));
    }

    // The gateway shows its last strike for days: it is one reading, of its own time, and an old one none.
    [Theory]
    [InlineData(-3600, 2)]
    [InlineData(-100_000, 1)]
    [InlineData(7200, 1)]
    public async Task Poll_StrikeOfLightning_HasItsOwnTime(int secondsAgo, int count)
    {
        await using var device = await FakeDevice.StartAsync();
        await using var server = await IngestServer.StartAsync();
        var struckAt = DateTimeOffset.FromUnixTimeSeconds(FakeClock.NowSeconds + secondsAgo);
        var local = TimeZoneInfo.ConvertTime(struckAt, TimeZoneInfo.Local).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        device.Answers["/get_livedata_info"] = (200, $$"""{"lightning":[{"distance":"13 km","date":"{{local}}","count":"4"}]}""");
        await using var run = new AdapterRun(Create(server, device.Url), server.Intake);
        await run.UntilReadingsAsync(count);
        Assert.Equal(count, server.Intake.Observations.Count);
        Assert.All(
            server.Intake.Observations.Where(o => o.Series[TextField.ReadingType] == "lightning_distance"),
            o => Assert.Equal((13, struckAt.ToUnixTimeSeconds()), (o.Value, o.Timestamp)));
        Assert.Equal(0, run.Adapter.Status.Rejected);
    }

    [Theory]
    [InlineData(500, "", "answered 500")]
    [InlineData(200, "<html>", "no JSON")]
    [InlineData(200, "{}", "shows no value")]
    [InlineData(200, "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "no JSON")]
    public async Task Poll_DeviceInTrouble_BacksOffAndSaysWhy(int status, string body, string reason)
    {
        await using var device = await FakeDevice.StartAsync();
        await using var server = await IngestServer.StartAsync();
        device.Answers["/get_livedata_info"] = (status, body);
        await using var run = new AdapterRun(Create(server, device.Url), server.Intake);
        await run.UntilAsync(() => run.Adapter.Status.LastError?.Contains(reason, StringComparison.Ordinal) == true && run.Adapter.Status.State == "backoff");
        device.Answers["/get_livedata_info"] = (200, """{"common_list":[{"id":"0x02","val":"23.5","unit":"C"}]}""");
        await run.UntilReadingsAsync(1);
        Assert.Equal("connected", run.Adapter.Status.State);
    }

    [Theory]
    [InlineData("mode", "pull")]
    [InlineData("interval_s", "9")]
    [InlineData("url", "ftp://x")]
    [InlineData("station", "x")]
    [InlineData("colour", "red")]
    public async Task Create_WrongSetting_NamesIt(string key, string value)
    {
        await using var server = await IngestServer.StartAsync();
        var settings = new Dictionary<string, string> { ["mode"] = "poll", ["url"] = "http://gw" };
        settings[key] = value;
        var e = Assert.Throws<StratumException>(() => new EcowittFactory(server.Ingest).Create(new SensorOptions { Adapter = "ecowitt", Settings = settings }));
        Assert.Contains(key, e.Message, StringComparison.Ordinal);
    }

    private static IIngestAdapter Create(IngestServer server, string url) => new EcowittFactory(server.Ingest).Create(new SensorOptions
    {
        Adapter = "ecowitt",
        DeviceId = "gw",
        Settings = new Dictionary<string, string> { ["mode"] = "poll", ["url"] = url },
    });

    private static async Task<IEnumerable<(string, string, double)>> PollAsync(FakeDevice device, int count)
    {
        await using var server = await IngestServer.StartAsync();
        await using var run = new AdapterRun(Create(server, device.Url), server.Intake);
        await run.UntilReadingsAsync(count);
        Assert.All(server.Intake.Sources, source => Assert.Equal(TimeSource.Receipt, source));
        return server.Intake.Observations.Select(o => (o.Series[TextField.DeviceId], o.Series[TextField.ReadingType], o.Value))
            .OrderBy(o => o.Item1, StringComparer.Ordinal).ThenBy(o => o.Item2, StringComparer.Ordinal);
    }
}
