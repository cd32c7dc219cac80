using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Stratum.Core;

namespace Stratum.Api.Tests;

public class EndpointTests
{
    [Fact]
    public async Task Health_Always_IsExactlyOk()
    {
        await using var host = await ApiHost.StartAsync();
        host.Fake.ReadyProblem = "the store stopped";
        Assert.Equal("{\"status\":\"ok\"}", await host.Client.GetStringAsync("/health"));
        Assert.Equal("{\"status\":\"ok\"}", await host.Client.GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task Ready_WithAProblem_Is503WithReasons()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal("{\"status\":\"ready\",\"reasons\":[]}", (await host.JsonAsync("/health/ready")).GetRawText());
        host.Fake.ReadyProblem = "the store stopped";
        var answer = await host.JsonAsync("/health/ready", 503);
        Assert.Equal("{\"status\":\"not_ready\",\"reasons\":[{\"check\":\"store\",\"problem\":\"the store stopped\"}]}", answer.GetRawText());
    }

    [Fact]
    public async Task Status_RefusedSenders_AreTheFiveNewestWithWhatToAdd()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal("[]", (await host.JsonAsync("/status")).GetProperty("refused_senders").GetRawText());
        var atMs = ApiHost.Start.ToUnixTimeMilliseconds() - 9000;
        host.Fake.Refused.AddRange(Enumerable.Range(0, 6).Select(i => new RefusedSender(
            $"192.168.1.{i}", "/data/report/", 401, "not open", "set [ingest] open_networks = [\"192.168.1.0/24\"]", 3, atMs - 60_000, atMs)));
        var refused = (await host.JsonAsync("/status")).GetProperty("refused_senders");
        Assert.Equal(5, refused.GetArrayLength());
        Assert.Equal(
            """{"address":"192.168.1.0","path":"/data/report/","status":401,"reason":"not open","advice":"set [ingest] open_networks = [\"192.168.1.0/24\"]","""
            + $$""" "count":3,"first_at":{{(atMs / 1000) - 60}},"last_at":{{atMs / 1000}},"last_age_s":9}""".TrimStart(),
            refused[0].GetRawText());
    }

    [Fact]
    public async Task Status_OfARunningNode_TellsEveryPartWithAges()
    {
        await using var host = await ApiHost.StartAsync();
        var status = await host.JsonAsync("/status");
        Assert.Equal(host.Own.ToString(), status.GetProperty("node_id").GetString());
        Assert.Equal("0.1.0", status.GetProperty("version").GetString());
        Assert.Equal(60, status.GetProperty("uptime_s").GetInt64());
        Assert.Equal("connected", status.GetProperty("partition").GetProperty("state").GetString());
        Assert.Equal(5, status.GetProperty("partition").GetProperty("age_s").GetInt64());
        Assert.Equal("ok", status.GetProperty("store").GetProperty("state").GetString());
        Assert.Equal(1, status.GetProperty("mesh").GetProperty("peers_up").GetInt32());
        Assert.Equal(3, status.GetProperty("validation").GetProperty("good").GetInt64());
        Assert.Equal(9, status.GetProperty("adapters")[0].GetProperty("last_reading_age_s").GetInt64());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("adapters")[0].GetProperty("last_error").ValueKind);
    }

    [Fact]
    public async Task Peers_WithOnePeer_HasTheContractsShape()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(
            "{\"peers\":[{\"node_id\":\"abc\",\"address\":\"192.0.2.1:9001\",\"configured\":null,\"transport\":\"tcp\",\"direction\":\"out\","
            + $"\"state\":\"up\",\"since\":{ApiHost.Start.ToUnixTimeSeconds() - 5},\"rtt_ms\":12.5,\"clock_offset_ms\":null,\"version\":null,"
            + "\"traffic\":{},\"score\":0,\"heartbeat\":\"unknown\",\"beacon\":null,\"last_refusal\":null,\"last_refusal_detail\":null,"
            + "\"last_backfill\":null}]}",
            (await host.JsonAsync("/peers")).GetRawText());
    }

    [Theory]
    [InlineData("52.5,13.4", 1)]
    [InlineData("-33,151", 1)]
    [InlineData("52.5", 0)]
    [InlineData("95,13", 0)]
    [InlineData("52.5,13.4,1", 0)]
    public async Task Peers_NearAPlace_TellTheirDistance(string near, int isPlace)
    {
        await using var host = await ApiHost.StartAsync();
        host.Fake.Beacon = "u33dc0";
        if (isPlace == 0)
        {
            await host.AssertRefusedAsync("/peers?near=" + near, "near");
            return;
        }

        var peer = Assert.Single((await host.JsonAsync("/peers?near=" + near)).GetProperty("peers").EnumerateArray());
        Assert.InRange(peer.GetProperty("distance_km").GetDouble(), near[0] == '5' ? 0 : 15_000, near[0] == '5' ? 10 : 17_000);
        host.Fake.Beacon = null;
        Assert.Empty((await host.JsonAsync("/peers?near=" + near)).GetProperty("peers").EnumerateArray());
    }

    [Fact]
    public async Task Topology_WithOneNode_HasNodesAndLinks()
    {
        await using var host = await ApiHost.StartAsync();
        host.Fake.Beacon = "u33dc0";
        var topology = await host.JsonAsync("/topology");
        var nodes = topology.GetProperty("nodes").EnumerateArray().ToArray();
        Assert.Equal([true, false], nodes.Select(static node => node.GetProperty("self").GetBoolean()));
        Assert.InRange(nodes[1].GetProperty("latitude").GetDouble(), 52.4, 52.6);
        Assert.Equal(7, nodes[1].GetProperty("observations").GetInt64());
        var link = Assert.Single(topology.GetProperty("links").EnumerateArray());
        Assert.Equal((host.Own.ToString(), "abc", 12.5),
            (link.GetProperty("from").GetString(), link.GetProperty("to").GetString(), link.GetProperty("rtt_ms").GetDouble()));
    }

    [Fact]
    public async Task Observation_Found_CarriesTheSignedBytes()
    {
        await using var host = await ApiHost.StartAsync();
        var row = host.Put(value: 21.5);
        var answer = await host.JsonAsync($"/observations/{row.Observation.ContentId}?timestamp={row.Timestamp}");
        Assert.Equal(row.Observation.ContentId.ToString(), answer.GetProperty("content_id").GetString());
        Assert.Equal(CanonicalForm.ToArray(row.Observation.Observation), answer.GetProperty("canonical_base64").GetBytesFromBase64());
    }

    [Fact]
    public async Task Observation_NotHeldOrWronglyAsked_SaysWhy()
    {
        await using var host = await ApiHost.StartAsync();
        var row = host.Put();
        await host.JsonAsync($"/observations/{row.Observation.ContentId}?timestamp={row.Timestamp + 1}", 404);
        await host.AssertRefusedAsync($"/observations/{row.Observation.ContentId}", "timestamp");
        await host.AssertRefusedAsync("/observations/abc?timestamp=1", "content_id");
    }

    [Fact]
    public async Task Stations_InABox_IsAFeatureCollection()
    {
        await using var host = await ApiHost.StartAsync();
        host.Fake.Standings[host.Own] = SignerStanding.Own;
        host.Put(device: "east", lat: 0, lng: 179, altitude: 5);
        host.Put(device: "east", type: "humidity", unit: "%", value: 50, lat: 0, lng: 179, confidence: 0.5, secondsAgo: 90);
        host.Put(device: "west", lat: 0, lng: -179);
        host.Put(device: "else", lat: 0, lng: 0);

        var all = await host.JsonAsync("/stations?north=1&south=-1&west=178&east=-178");

        Assert.Equal("FeatureCollection", all.GetProperty("type").GetString());
        var features = all.GetProperty("features").EnumerateArray().ToArray();
        Assert.Equal(["east", "west"], features.Select(feature => feature.GetProperty("properties").GetProperty("device_id").GetString()));
        Assert.Equal("{\"type\":\"Point\",\"coordinates\":[179,0,5]}", features[0].GetProperty("geometry").GetRawText());
        var properties = features[0].GetProperty("properties");
        Assert.Equal(0.75, properties.GetProperty("confidence").GetDouble());
        Assert.Equal("{\"signature\":\"valid\",\"signer\":\"own\"}", properties.GetProperty("verification").GetRawText());
        Assert.Equal(2, properties.GetProperty("latest").GetArrayLength());
        Assert.Equal(3, (await host.JsonAsync("/stations")).GetProperty("features").GetArrayLength());
    }

    [Theory]
    [InlineData("north=1", "south")]
    [InlineData("north=91&south=0&east=1&west=0", "north")]
    [InlineData("north=0&south=1&east=1&west=0", "south")]
    [InlineData("north=1&south=0&east=181&west=0", "east")]
    public async Task Stations_WrongBox_IsRefused(string query, string parameter)
    {
        await using var host = await ApiHost.StartAsync();
        await host.AssertRefusedAsync("/stations?" + query, parameter);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with/slash")]
    [InlineData("with%2Fescape")]
    [InlineData("Wetter \u00fcber dem Dach?")]
    public async Task Station_ByItsPath_IsFoundWhateverItsName(string device)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: device);
        var station = await host.JsonAsync($"/stations/{host.Own}/{Uri.EscapeDataString(device)}");
        Assert.Equal("Feature", station.GetProperty("type").GetString());
        Assert.Equal(device, station.GetProperty("properties").GetProperty("device_id").GetString());
    }

    [Fact]
    public async Task Station_Unknown_Is404AndAWrongNodeId400()
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync($"/stations/{host.Own}/nobody", 404);
        await host.AssertRefusedAsync("/stations/abc/nobody", "node_id");
    }

    [Fact]
    public async Task Export_Ndjson_IsOneVerifiableObservationALine()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 500; i++)
        {
            host.Put(value: i, secondsAgo: 1000 - i);
        }

        using var response = await host.Client.GetAsync("/export");
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        Assert.Equal(500, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            using var line = JsonDocument.Parse(lines[i]);
            Assert.Equal(i, line.RootElement.GetProperty("value").GetDouble());
            Assert.True(line.RootElement.TryGetProperty(ObservationJson.LineHashName, out _));
        }

        Assert.Equal(
            "{\"value\":3.0}\n{\"value\":4.0}\n",
            await host.Client.GetStringAsync($"/export?device_id=d1&fields=value&from={ApiHost.Start.ToUnixTimeSeconds() - 997}&limit=2"));
    }

    [Fact]
    public async Task Export_Csv_QuotesAndNamesItsColumns()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "a \"b\", c", value: -0.5, lat: null);
        Assert.Equal(
            "device_id,value,latitude,reasons\r\n\"a \"\"b\"\", c\",-0.5,,\"a \"\"reason\"\", two\"\r\n",
            await host.Client.GetStringAsync("/export?format=csv&fields=device_id,value,latitude,reasons"));
        var header = (await host.Client.GetStringAsync("/export?format=csv")).Split("\r\n")[0].Split(',');
        Assert.Equal(25 + 13, header.Length);
        Assert.Equal("altitude", header[0]);
        Assert.Equal("reading_id", header[25]);
        Assert.Equal("reasons", header[^1]);
    }

    [Fact]
    public async Task Export_GeoJson_IsAFeatureCollection()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(value: 1);
        host.Put(value: 2);
        var answer = await host.JsonAsync("/export?format=geojson");
        Assert.Equal(2, answer.GetProperty("features").GetArrayLength());
        Assert.Equal(13, answer.GetProperty("features")[0].GetProperty("geometry").GetProperty("coordinates")[0].GetDouble());
        Assert.True(answer.GetProperty("features")[1].GetProperty("properties").TryGetProperty("signature", out _));
    }

    [Theory]
    [InlineData("text/csv", 200, "text/csv")]
    [InlineData("application/geo+json, text/csv;q=0.5", 200, "application/geo+json")]
    [InlineData("text/csv;q=0.1, application/x-ndjson", 200, "application/x-ndjson")]
    [InlineData("*/*", 200, "application/x-ndjson")]
    [InlineData("image/png", 406, "application/problem+json")]
    [InlineData("application/vnd.apache.parquet", 400, "application/problem+json")]
    public async Task Export_Accept_ChoosesTheForm(string accept, int status, string contentType)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/export");
        request.Headers.Add("Accept", accept);
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("format=parquet", "format")]
    [InlineData("format=xml", "format")]
    [InlineData("format=geojson&fields=value", "fields")]
    [InlineData("limit=0", "limit")]
    [InlineData("offset=1", "offset")]
    [InlineData("lat=1", "lng")]
    public async Task Export_WrongParameter_IsRefused(string query, string parameter)
    {
        await using var host = await ApiHost.StartAsync();
        await host.AssertRefusedAsync("/export?" + query, parameter);
    }

    [Fact]
    public async Task OpenApi_Served_EqualsTheMappedRoutesAndTheirParameters()
    {
        await using var host = await ApiHost.StartAsync();
        var paths = (await host.JsonAsync("/openapi.json")).GetProperty("paths");
        var documented = paths.EnumerateObject().ToDictionary(path => path.Name, path => ParametersOf(path.Value));
        var table = new ApiRoutes(host.Services, new Gate(1)).All.ToDictionary(
            route => route.Pattern.Replace("**", "", StringComparison.Ordinal), route => string.Join(',', route.Parameters.Order(StringComparer.Ordinal)));
        Assert.Equal(table.OrderBy(route => route.Key, StringComparer.Ordinal), documented.OrderBy(route => route.Key, StringComparer.Ordinal));
        var mapped = host.Routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!.Replace("**", "", StringComparison.Ordinal)).Where(pattern => pattern != "/{path}");
        Assert.Equal(table.Keys.Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Page_Links_LeadOnlyToEndpointsThatAnswer()
    {
        await using var host = await ApiHost.StartAsync();
        var page = await host.Client.GetStringAsync("/");
        Assert.DoesNotContain("http", page.Replace("over HTTP", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var part in page.Split("href=\"").Skip(1))
        {
            var url = part.Split('"')[0].Replace("&amp;", "&", StringComparison.Ordinal);
            using var response = await host.Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
            Assert.True(response.IsSuccessStatusCode, url);
        }
    }

    private static string ParametersOf(JsonElement path) => string.Join(
        ',',
        path.GetProperty("get").GetProperty("parameters").EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query")
            .Select(parameter => parameter.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
}
