using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Every captured upload, posted as its gateway posts it.</summary>
public sealed class EcowittCaptureTests
{
    private const string Form = "application/x-www-form-urlencoded";

    // Keys that are no reading, and why.
    private static readonly string[] Unmapped =
    [
        // The device and the request itself.
        "PASSKEY", "stationtype", "dateutc", "model", "freq", "runtime", "heap", "interval", "softwaretype", "action", "realtime", "rtfreq", "ID", "PASSWORD",
        "ws90_ver", "gain10_piezo", "gain20_piezo", "gain30_piezo", "gain40_piezo", "gain50_piezo",
        // Typed in by the owner, or not at all.
        "baromrelin",
        // Other windows of what is signed already: the longest rain counter, the gust, the spot value.
        "eventrainin", "hourlyrainin", "last24hrainin", "dailyrainin", "weeklyrainin", "monthlyrainin", "yearlyrainin", "rainin", "maxdailygust",
        "erain_piezo", "hrain_piezo", "drain_piezo", "wrain_piezo", "mrain_piezo", "last24hrain_piezo",
        "winddir_avg10m", "windspdmph_avg10m", "pm25_24h_co2", "pm10_24h_co2", "co2_24h", "pm25_avg_24h_ch1",
        // No quantity of the registry: states, and a sensor's raw count. The strike's time is that of its distance.
        "srain_piezo", "leak_ch1", "leak_ch2", "leak_ch3", "leak_ch4", "soilad1", "lightning_time",
    ];

    public static TheoryData<string> Bodies => [.. Capture.Names("ecowitt", "*.form")];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Post_CapturedBody_IsTakenAndEveryKeyIsAccountedFor(string name)
    {
        await using var server = await StartAsync();
        var body = Capture.Text("ecowitt", name);
        await AnsweredAsync(server, body);
        var fields = GatewayFields.Parse(body)!;
        var batteries = EcowittBatteries.Read(fields).Select(battery => battery.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var special = new HashSet<string>(
            ["winddir", "windspeedmph", "windgustmph", "windgustdir", "totalrainin", "yrain_piezo", "lightning", "lightning_num"]);
        foreach (var (key, _) in fields.All)
        {
            Assert.True(
                EcowittKeys.Find(key) is not null || batteries.Contains(key) || special.Contains(key) || Unmapped.Contains(key) || !fields.Has(key), key);
        }

        var values = fields.All.Count(field => EcowittKeys.Find(field.Key) is not null && GatewayFields.ParseNumber(field.Value) is not null);
        Assert.InRange(server.Intake.Observations.Count, values, values + 9);
        Assert.DoesNotContain(server.Intake.Observations, o => o.Series[TextField.DeviceId].Contains("PASS", StringComparison.Ordinal));
    }

    // expected.txt was computed apart from this program, in decimal arithmetic from the tables of the protocol.
    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Post_CapturedBody_GivesExactlyItsExpectedValues(string name)
    {
        await using var server = await StartAsync(new SensorOptions { Adapter = "ecowitt", DeviceId = "roof" });
        await AnsweredAsync(server, Capture.Text("ecowitt", name));
        Assert.Equal(Expected.Of("ecowitt", Path.GetFileNameWithoutExtension(name)), Expected.Shown(server.Intake.Observations, "roof"));
        Assert.All(server.Intake.Observations, o =>
        {
            Assert.Equal(QuantityRegistry.Default.Find(o.Series[TextField.ReadingType])!.Unit, o.Series[TextField.Unit]);
            var isChannel = o.Series.ReadingType is "temperature" or "humidity" && o.Series[TextField.DeviceId] is not ("roof" or "roof-in" or "roof-co2");
            var deployment = o.Series[TextField.DeviceId] is "roof-in" or "roof-co2" ? "INDOOR" : isChannel ? "PROBE" : "";
            Assert.Equal(deployment, o.Series[TextField.DeploymentType]);
        });
    }

    [Fact]
    public async Task Post_SpacesBehindColonsInTheTime_AreTheDevicesTime()
    {
        await using var server = await StartAsync();
        await AnsweredAsync(server, Capture.Text("ecowitt", "aio_gw2000a_v3_data.form"));
        Assert.All(server.Intake.Observations, o => Assert.Equal(1707388588, o.Timestamp));
        Assert.All(server.Intake.Sources, source => Assert.Equal(TimeSource.Device, source));
        // A calm has no direction.
        Assert.DoesNotContain(server.Intake.Observations, o => o.Series[TextField.ReadingType] == "wind_direction");
    }

    private static async Task<IngestServer> StartAsync(params SensorOptions[] sensors)
    {
        var server = await IngestServer.StartAsync(new HttpIngestOptions { MaxAgeDays = 0 }, null, sensors);
        // After the newest capture.
        server.Clock.Seconds = 1_780_000_000;
        return server;
    }

    private static async Task AnsweredAsync(IngestServer server, string body)
    {
        using var response = await server.PostAsync(body, Form, "/data/report/");
        Assert.Equal("""{"errcode":"0","errmsg":"ok","UTC_offset":"0"}""", await response.Content.ReadAsStringAsync());
        Assert.Equal(200, (int)response.StatusCode);
        Assert.NotEmpty(server.Intake.Observations);
    }
}
