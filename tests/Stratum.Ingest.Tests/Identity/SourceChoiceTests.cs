using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>A series has one source for ever: its counter of rain, its window of wind, over messages and restarts of the listener.</summary>
public sealed class SourceChoiceTests
{
    private const string Form = "application/x-www-form-urlencoded";

    // The listener ends between any two messages; what was decided stands in the data directory.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_FieldCaseOfRainCounters_NeverChangesTheSourceOfASeries(bool restarts)
    {
        using var memory = new TemporaryFile();
        var lines = Capture.Text("field", "28-rain-counter-changes.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [". rain_total 5999.99", "-yearly rain_total 508", "-monthly rain_total 25.4", ". rain_total 6000.29"],
            await PostAsync(memory.Path, restarts, [.. lines.Select(line => "PASSKEY=A&" + line.Trim())]));
    }

    [Theory]
    [InlineData("dailyrainin=1|dailyrainin=1&yearlyrainin=5|yearlyrainin=5|dailyrainin=2", "25.4|25.4|-yearly 127|50.8")]
    [InlineData("yearlyrainin=5|yearlyrainin=&monthlyrainin=1|yearlyrainin=--&weeklyrainin=1|yearlyrainin=-9999&dailyrainin=1|yearlyrainin=6",
        "127|-monthly 25.4|-weekly 25.4|-daily 25.4|152.4")]
    [InlineData("yrain_piezo=5&yearlyrainin=9|drain_piezo=1&dailyrainin=2|yrain_piezo=6&yearlyrainin=9",
        "228.6|-piezo 127|-daily 50.8|-piezo-daily 25.4|228.6|-piezo 152.4")]
    [InlineData("outtemp=1&yearlyrain=10|outtemp=1&dailyrain=2|outtemp=1&yearlyrain=11", "10|-daily 2|11")]
    public async Task Post_CountersThatComeAndGo_KeepTheirSeries(string messages, string expected)
    {
        using var memory = new TemporaryFile();
        var shown = await PostAsync(memory.Path, true, [.. messages.Split('|').Select(message => "PASSKEY=A&" + message)]);
        Assert.Equal(
            expected.Split('|').Select(one => one.StartsWith('-') ? one.Replace(" ", " rain_total ", StringComparison.Ordinal) : ". rain_total " + one),
            shown.Where(one => one.Contains("rain_total", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("windspeedmph=10&windspdmph_avg2m=5|windspdmph_avg2m=5|windspeedmph=20", ". wind_speed 4.47|-avg2m wind_speed 2.24|. wind_speed 8.94")]
    [InlineData("windspdmph_avg2m=5|windspdmph_avg2m=6&windspeedmph=10|windspeedmph=10", ". wind_speed 2.24|. wind_speed 2.68|-spot wind_speed 4.47")]
    [InlineData("windgustmph=10|windgustmph_10m=20|windgustmph=10", ". wind_gust 4.47|-10m wind_gust 8.94|. wind_gust 4.47")]
    [InlineData("windspeedmph=1&winddir=90|windspeedmph=1&winddir_avg10m=80",
        ". wind_direction 90|. wind_speed 0.45|-avg10m wind_direction 80|. wind_speed 0.45")]
    public async Task Post_AnotherWindow_IsNoPartOfTheSeries(string messages, string expected)
    {
        using var memory = new TemporaryFile();
        var shown = await PostAsync(memory.Path, true, [.. messages.Split('|').Select(message => "ID=A&" + message)]);
        Assert.Equal(expected.Split('|').Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    // baromin is a station's own sea-level pressure: where it is missing once, the computed one is no part of its series.
    [Fact]
    public async Task Post_SeaLevelPressureThatIsMissingOnce_LeavesAGap()
    {
        await using var server = await IngestServer.StartAsync(new HttpIngestOptions { Altitude = 300 });
        await PostAsync(server, "ID=A&baromin=29.92&absbaromin=28.9&tempf=50");
        await PostAsync(server, "ID=A&absbaromin=28.9&tempf=50");
        Assert.Equal(1013.21, Assert.Single(server.Intake.Observations, o => o.Series.ReadingType == "pressure_sea_level").Value);
    }

    // A token for other devices decides nothing of this one.
    [Fact]
    public async Task Post_SenderThatMayNotSpeakForTheDevice_DecidesNothing()
    {
        await using var server = await IngestServer.StartAsync(null, System.Net.IPAddress.Parse("203.0.113.7"));
        var token = server.Tokens.Create("other", ["other"]);
        using var content = new StringContent("PASSKEY=A&dailyrainin=1", null, Form);
        using var response = await server.Client.PostAsync($"/t/{token}/data/report/", content);
        var rain = "rain\n" + GatewayIdentity.Hashed("ecowitt", "A");
        Assert.Empty(server.Intake.Observations);
        Assert.Null(server.Ingest.Memory.Find(rain));
        var own = server.Tokens.Create("own", ["*"]);
        using var again = new StringContent("PASSKEY=A&yearlyrainin=1", null, Form);
        using var taken = await server.Client.PostAsync($"/t/{own}/data/report/", again);
        Assert.Equal("yearly", server.Ingest.Memory.Find(rain));
    }

    [Fact]
    public async Task Poll_CountersThatComeAndGo_KeepTheirSeries()
    {
        await using var device = await FakeDevice.StartAsync();
        await using var server = await IngestServer.StartAsync();
        device.Answers["/get_units_info"] = (200, """{"rain":"0"}""");
        foreach (var (counters, count) in new[] { ("""{"id":"0x13","val":"100 mm"},{"id":"0x10","val":"1 mm"}""", 2), ("""{"id":"0x10","val":"1 mm"}""", 4),
            ("""{"id":"0x13","val":"101 mm"}""", 6) })
        {
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            device.Answers["/get_livedata_info"] = (200, $$"""{"rain":[{{counters}}],"piezoRain":[{{counters}}]}""");
            var sensor = new SensorOptions
            {
                Adapter = "ecowitt",
                DeviceId = "gw",
                Settings = new Dictionary<string, string> { ["mode"] = "poll", ["url"] = device.Url },
            };
            await using var run = new AdapterRun(new EcowittFactory(server.Ingest).Create(sensor), server.Intake);
            await run.UntilAsync(() => server.Intake.Observations.Count == count);
        }

        Assert.Equal(
            [". 100", "-piezo 100", "-daily 1", "-piezo-daily 1", ". 101", "-piezo 101"],
            server.Intake.Observations.Select(o => Shown(o, "gw").Replace("rain_total ", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Poll_WeatherLinkCountersAndParticlesThatComeAndGo_KeepTheirSeries()
    {
        await using var device = await FakeDevice.StartAsync();
        await using var server = await IngestServer.StartAsync();
        var shown = new List<string>();
        foreach (var (rain, air) in new[]
        {
            ("\"rainfall_year\":100,\"rainfall_daily\":3", "\"pm_2p5\":4.5,\"pm_2p5_last\":9"),
            ("\"rainfall_year\":null,\"rainfall_daily\":3", "\"pm_2p5\":null,\"pm_2p5_last\":9"),
            ("\"rainfall_year\":101", "\"pm_2p5\":5"),
        })
        {
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            var before = server.Intake.Observations.Count;
            device.Answers["/v1/current_conditions"] = (200, $$"""
                {"data":{"did":"001","conditions":[{"data_structure_type":1,"txid":1,"rain_size":2,{{rain}}},{"data_structure_type":6,{{air}}}]},"error":null}
                """);
            var adapter = new DavisFactory(server.Ingest, _ => null).Create(
                new SensorOptions { Adapter = "davis", Settings = new Dictionary<string, string> { ["url"] = device.Url } });
            await using var run = new AdapterRun(adapter, server.Intake);
            await run.UntilAsync(() => server.Intake.Observations.Count == before + 2);
            shown.AddRange(server.Intake.Observations.Skip(before).Select(o => Shown(o, "davis-001")));
        }

        Assert.Equal(
            [
                ". rain_total 20", ". pm2_5 4.5", "-daily rain_total 0.6", "-last pm2_5 9", ". rain_total 20.2", ". pm2_5 5",
            ],
            shown);
    }

    private static string Shown(Observation observation, string station) => Expected.Shown([observation], station)[0];

    private static async Task PostAsync(IngestServer server, string body)
    {
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        using var response = await server.PostAsync(body, Form, "/data/report/");
        Assert.Equal(200, (int)response.StatusCode);
    }

    private static async Task<List<string>> PostAsync(string memoryPath, bool restarts, string[] bodies)
    {
        var shown = new List<string>();
        foreach (var part in restarts ? bodies.Select(body => new[] { body }) : [bodies])
        {
            await using var server = await IngestServer.StartAsync(
                new HttpIngestOptions { MemoryPath = memoryPath }, null, new SensorOptions { Adapter = "ecowitt", DeviceId = "roof" });
            foreach (var body in part)
            {
                await PostAsync(server, body);
            }

            shown.AddRange(server.Intake.Observations.Select(o => Shown(o, "roof")));
        }

        return shown;
    }
}
