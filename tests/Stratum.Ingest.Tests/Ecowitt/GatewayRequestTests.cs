using System.Net;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>The shapes of request that gateways make: paths, methods, credentials, variants.</summary>
public sealed class GatewayRequestTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private static readonly HttpIngestOptions Old = new() { MaxAgeDays = 0 };

    private static readonly string[] Lines =
        [.. Capture.Text("wunderground", "wu_requests.txt").Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

    public static TheoryData<int> WundergroundLines => [.. Enumerable.Range(1, Lines.Length)];

    [Theory]
    [MemberData(nameof(WundergroundLines))]
    public async Task Get_CapturedUpload_GivesExactlyItsExpectedValues(int number)
    {
        await using var server = await IngestServer.StartAsync(Old, null, new SensorOptions { Adapter = "ecowitt", DeviceId = "roof" });
        var query = Lines[number - 1].Split(' ').First(part => part.Contains('=', StringComparison.Ordinal));
        var target = query.StartsWith('/') ? query : "/weatherstation/updateweatherstation.php?" + query;
        server.Clock.Seconds = 1_780_000_000;
        Assert.Equal("success\n", await server.Client.GetStringAsync(target));
        Assert.Equal(Expected.Of("wunderground", $"{number}"), Expected.Shown(server.Intake.Observations, "roof"));
    }

    [Fact]
    public async Task Get_MetricVariant_IsToldByItsKeys()
    {
        await using var server = await IngestServer.StartAsync(Old);
        await server.Client.GetStringAsync("/weatherstation/updateweatherstation.php?ID=X&PASSWORD=P&intemp=22.8&outtemp=1.4&dewpoint=1.1&windchill=1.4"
            + "&inhumi=36&outhumi=98&windspeed=2.0&windgust=3.1&winddir=193&absbaro=1009.5&relbaro=1033.4&rainrate=0.5&yearlyrain=10.5&light=1724.9&UV=38"
            + "&dateutc=2016-4-19%204:42:35&softwaretype=HP1001");
        Assert.Equal(
            [
                ("dew_point", 1.1), ("humidity", 36), ("humidity", 98), ("light_level", 1724.9), ("pressure", 1009.5), ("rain_rate", 0.5), ("rain_total", 10.5),
                ("temperature", 1.4), ("temperature", 22.8), ("wind_chill", 1.4), ("wind_direction", 193), ("wind_gust", 3.1), ("wind_speed", 2),
            ],
            Values(server).Order());
        Assert.All(server.Intake.Observations, o => Assert.Equal(1461040955, o.Timestamp));
    }

    [Fact]
    public async Task Get_AmbientWithoutQuestionMark_IsRead()
    {
        await using var server = await IngestServer.StartAsync(Old);
        Assert.Equal("success\n", await server.Client.GetStringAsync(
            "/data/reportstationtype=AMBWeatherV4.2.9&PASSKEY=11:22:33:44:55:66&dateutc=2022-11-26+22:25:29&tempf=53.8&winddir=99&windspeedmph=4.5"));
        Assert.Equal([("temperature", 12.11), ("wind_direction", 99), ("wind_speed", 2.01)], Values(server).Order());
    }

    // What tcpdump showed: requests that arrive in pieces, in the middle of the line and of a header.
    [Fact]
    public async Task Tcp_CapturedAcuriteBridge_NamesEachSensor()
    {
        await using var server = await IngestServer.StartAsync(Old, null, new SensorOptions { Adapter = "ecowitt", DeviceId = "roof" });
        var requests = Capture.Text("wunderground", "tcpdump-test-1.txt").Split("GET ")[1..];
        Assert.Equal(4, requests.Length);
        foreach (var request in requests)
        {
            var answer = await SendInPiecesAsync(server, ("GET " + request).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
            Assert.EndsWith("success\n", answer, StringComparison.Ordinal);
        }

        Assert.Equal(
            [
                "-00002179 dew_point 10", "-00002179 humidity 37", "-00002179 rain_total 5.08", "-00002179 temperature 26.33",
                "-00002179 wind_direction 113", "-00002179 wind_speed 0.45", "-00008384 humidity 30", "-00008384 temperature 26.28",
                "-00012694 humidity 46", "-00012694 temperature 21.94", ". pressure_sea_level 991.87",
            ],
            Expected.Shown(server.Intake.Observations, "roof"));
        Assert.All(server.Intake.Sources, source => Assert.Equal(TimeSource.Receipt, source));
    }

    // tcpdump breaks lines where a packet ends; a header's line ends only where the next piece is a header.
    private static async Task<string> SendInPiecesAsync(IngestServer server, string[] lines)
    {
        using var client = new System.Net.Sockets.TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        await using var stream = client.GetStream();
        foreach (var line in lines)
        {
            var endsLine = line.EndsWith("HTTP/1.1", StringComparison.Ordinal)
                || (line.Contains('.', StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal))
                || line.StartsWith("User-Agent", StringComparison.Ordinal) || line.StartsWith("Connection", StringComparison.Ordinal);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(endsLine ? line + "\r\n" : line));
            await stream.FlushAsync();
        }

        await stream.WriteAsync("\r\n"u8.ToArray());
        return await new StreamReader(stream).ReadToEndAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/ecowitt")]
    [InlineData("/data/report")]
    [InlineData("/any/path.php")]
    public async Task Post_OnAnyPath_IsTaken(string path)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync("PASSKEY=A&tempf=50", Form, path);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Single(server.Intake.Observations);
    }

    [Fact]
    public async Task Post_FromAForeignNetwork_NeedsTheTokenInThePath()
    {
        await using var server = await IngestServer.StartAsync(null, IPAddress.Parse("203.0.113.7"));
        var token = server.Tokens.Create("gateway", ["*"]);
        using var refused = await server.PostAsync("PASSKEY=A&tempf=50", Form, "/data/report/");
        using var taken = await server.PostAsync("PASSKEY=A&tempf=50", Form, $"/t/{token}/data/report/");
        using var byPassword = await server.Client.GetAsync($"/weatherstation/updateweatherstation.php?ID=A&PASSWORD={token}&tempf=51");
        Assert.Equal((401, 200, 200), ((int)refused.StatusCode, (int)taken.StatusCode, (int)byPassword.StatusCode));
        Assert.Equal(2, server.Intake.Observations.Count);
    }

    [Fact]
    public async Task Get_FromAPageInABrowser_Is403()
    {
        await using var server = await IngestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/weatherstation/updateweatherstation.php?ID=A&PASSWORD=B&tempf=51");
        request.Headers.TryAddWithoutValidation("Accept-Language", "en");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Empty(server.Intake.Observations);
    }

    [Fact]
    public async Task Post_Passkey_IsHashedAndTellsGatewaysApart()
    {
        var station = GatewayIdentity.Hashed("ecowitt", "BB");
        await using var server = await IngestServer.StartAsync(
            null, null,
            new SensorOptions { Adapter = "ecowitt", DeviceId = "roof" },
            new SensorOptions { Adapter = "ecowitt", DeviceId = "barn", Settings = new Dictionary<string, string> { ["station"] = station } });
        using var first = await server.PostAsync("PASSKEY=AA&tempf=50", Form, "/");
        using var second = await server.PostAsync("PASSKEY=bb&tempf=51", Form, "/");
        Assert.Equal(["roof", "barn"], server.Intake.Observations.Select(o => o.Series[TextField.DeviceId]));
    }

    [Fact]
    public async Task Post_BothRainSensors_AreTwoStreams()
    {
        await using var server = await IngestServer.StartAsync(null, null, new SensorOptions { Adapter = "ecowitt", DeviceId = "roof" });
        using var response = await server.PostAsync("PASSKEY=A&yearlyrainin=10.000&rainratein=0.1&yrain_piezo=11.000&rrain_piezo=0.2", Form, "/");
        Assert.Equal(
            [("roof", "rain_rate", 2.54), ("roof", "rain_total", 254), ("roof-piezo", "rain_rate", 5.08), ("roof-piezo", "rain_total", 279.4)],
            server.Intake.Observations.Select(o => (o.Series[TextField.DeviceId], o.Series[TextField.ReadingType], o.Value)).Order());
    }

    [Fact]
    public async Task Post_LightningDistance_HasTheTimeOfTheStrike()
    {
        await using var server = await IngestServer.StartAsync(Old);
        using var response = await server.PostAsync(
            "PASSKEY=A&dateutc=2024-04-01+19:30:00&lightning_num=3&lightning=27&lightning_time=1711990000", Form, "/");
        Assert.Equal(
            [("lightning_count", 3, 1711999800), ("lightning_distance", 27, 1711990000)],
            server.Intake.Observations.Select(o => (o.Series[TextField.ReadingType], o.Value, o.Timestamp)));
    }

    [Fact]
    public async Task Post_AltitudeIsKnown_GivesPressureAtSeaLevelFromTheStation()
    {
        await using var server = await IngestServer.StartAsync(null, null, new SensorOptions { Adapter = "ecowitt", Altitude = 360 });
        using var response = await server.PostAsync("PASSKEY=A&tempf=59&baromabsin=28.5&baromrelin=28.5", Form, "/");
        var reduced = Assert.Single(server.Intake.Observations, o => o.Series[TextField.ReadingType] == "pressure_sea_level");
        Assert.Equal(1006.93, reduced.Value, 0.6);
    }

    [Theory]
    [InlineData("tempf=50")]
    [InlineData("nothing")]
    public async Task Post_FormOfSomethingElse_Is400(string body)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync(body, Form, "/data/report/");
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(GatewayFields.FieldsMax, 200)]
    [InlineData(GatewayFields.FieldsMax + 1, 400)]
    public async Task Post_MoreFieldsThanAGatewayHas_Is400(int count, int status)
    {
        await using var server = await IngestServer.StartAsync();
        var body = "PASSKEY=A&tempf=50&" + string.Join('&', Enumerable.Range(0, count - 2).Select(i => $"x{i}=1"));
        using var response = await server.PostAsync(body, Form, "/");
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Post_Batteries_AreMetrics()
    {
        var seen = new List<(double Value, string Name)>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        await using var server = await IngestServer.StartAsync();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "stratum_ingest_battery" && instrument.Meter == server.Meter)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => seen.Add((value, $"{tags[1].Value} {tags[2].Value}")));
        listener.Start();
        using var response = await server.PostAsync("PASSKEY=A&tempf=50&wh65batt=1&wh90batt=3.04&co2_batt=6&soilbatt16=1.2&soilbatt17=9", Form, "/");
        listener.RecordObservableInstruments();
        Assert.Equal([(1, "wh65batt low"), (1.2, "soilbatt16 volt"), (3.04, "wh90batt volt"), (6, "co2_batt level")], seen.Order());
    }

    private static IEnumerable<(string, double)> Values(IngestServer server) =>
        server.Intake.Observations.Select(o => (o.Series[TextField.ReadingType], o.Value));
}
