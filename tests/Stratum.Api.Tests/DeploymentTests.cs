using System.Text.Json;

namespace Stratum.Api.Tests;

/// <summary>What is in rooms and freezers is no weather: where it is left out, and how it is asked for.</summary>
public class DeploymentTests
{
    [Fact]
    public async Task Now_GatewayInTheKitchen_SaysWhatIsOutdoors()
    {
        await using var host = await ApiHost.StartAsync();
        PutGateway(host);

        var answer = await host.JsonAsync("/now?lat=52&lng=13");
        Assert.Equal(3.0, ValueOf(answer, "temperature"));
        Assert.Equal(88, ValueOf(answer, "humidity"));
        Assert.Equal(1000, ValueOf(answer, "pressure"));
    }

    [Theory]
    [InlineData("outdoor", 3.0)]
    [InlineData("indoor", 25.0)]
    [InlineData("probe", -18.0)]
    public async Task Now_OneDeployment_CountsOnlyIt(string deployment, double expected)
    {
        await using var host = await ApiHost.StartAsync();
        PutGateway(host);
        Assert.Equal(expected, ValueOf(await host.JsonAsync("/now?lat=52&lng=13&deployment=" + deployment), "temperature"));
    }

    [Fact]
    public async Task Now_AllDeployments_CountsThemAll()
    {
        await using var host = await ApiHost.StartAsync();
        PutGateway(host);
        var temperature = Quantity(await host.JsonAsync("/now?lat=52&lng=13&deployment=all"), "temperature");
        Assert.Equal(3, temperature.GetProperty("contributors").GetArrayLength());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("OUTDOOR", true)]
    [InlineData("PORTABLE", true)]
    [InlineData("MOBILE", true)]
    [InlineData("INDOORS?", true)]
    [InlineData("INDOOR", false)]
    [InlineData("indoor", false)]
    [InlineData(" Indoor ", false)]
    [InlineData("PROBE", false)]
    [InlineData("Probe", false)]
    public async Task Now_ByDeploymentType_TakesAllButRoomsAndProbes(string type, bool counts)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(deployment: type);
        Assert.Equal(counts ? 1 : 0, (await host.JsonAsync("/now?lat=52&lng=13")).GetProperty("quantities").GetArrayLength());
    }

    [Theory]
    [InlineData("/now?lat=52&lng=13")]
    [InlineData("/now?lat=52&lng=13&method=oi&k=8")]
    public async Task Now_MoreRoomsThanItAsksFor_StillFindsTheOneOutdoors(string url)
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 600; i++)
        {
            host.Put(device: "room" + i, value: 22, lat: 52 + (i * 0.0001), deployment: "INDOOR");
        }

        host.Put(device: "garden", value: 4, lat: 52.2);
        Assert.Equal(4, ValueOf(await host.JsonAsync(url), "temperature"));
    }

    [Fact]
    public async Task Now_OneDeviceInAndOut_DoesNotLoseTheOutdoorValue()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(value: 3, secondsAgo: 60);
        host.Put(value: 25, secondsAgo: 30, deployment: "INDOOR");
        Assert.Equal(3, ValueOf(await host.JsonAsync("/now?lat=52&lng=13"), "temperature"));
    }

    [Theory]
    [InlineData("lat=52&lng=13&step=3600", 1)]
    [InlineData("lat=52&lng=13&step=3600&deployment=all", 3)]
    [InlineData("lat=52&lng=13&step=3600&deployment=indoor", 1)]
    [InlineData("device_id=gw-in&step=3600", 1)]
    [InlineData("device_id=gw-in&step=3600&deployment=outdoor", 0)]
    public async Task Series_WithStep_IsOutdoorUnlessADeviceIsNamed(string query, int buckets)
    {
        await using var host = await ApiHost.StartAsync();
        PutGateway(host);
        var answer = (await host.JsonAsync("/series?type=temperature&" + query)).GetProperty("buckets");
        Assert.Equal(buckets, answer.GetArrayLength());
        Assert.All(answer.EnumerateArray(), bucket => Assert.Equal(
            bucket.GetProperty("mean").GetDouble() switch { 3 => "outdoor", 25 => "indoor", _ => "probe" }, bucket.GetProperty("deployment").GetString()));
    }

    [Fact]
    public async Task Series_OneDeviceInAndOut_HasABucketForEach()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(value: 3, secondsAgo: 60);
        host.Put(value: 25, secondsAgo: 30, deployment: "INDOOR");
        var buckets = (await host.JsonAsync("/series?device_id=d1&step=86400")).GetProperty("buckets");
        Assert.Equal([3.0, 25.0], buckets.EnumerateArray().Select(bucket => bucket.GetProperty("mean").GetDouble()));
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("&deployment=all", 5)]
    [InlineData("&deployment=outdoor", 2)]
    [InlineData("&deployment=indoor", 2)]
    [InlineData("&deployment=probe", 1)]
    public async Task SeriesAndExport_WithoutStep_HaveAllUnlessOneIsAskedFor(string parameter, int rows)
    {
        await using var host = await ApiHost.StartAsync();
        PutGateway(host, pressure: false);
        Assert.Equal(rows, (await host.JsonAsync("/series?lat=52&lng=13" + parameter)).GetProperty("observations").GetArrayLength());
        Assert.Equal(rows, (await host.Client.GetStringAsync("/export?format=ndjson" + parameter)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("", "gw-in=indoor,gw-tf1=probe,gw=outdoor")]
    [InlineData("?deployment=outdoor", "gw=outdoor")]
    [InlineData("?deployment=indoor", "gw-in=indoor")]
    [InlineData("?deployment=probe", "gw-tf1=probe")]
    public async Task Stations_ByDeployment_SayWhereTheyAre(string query, string expected)
    {
        await using var host = await ApiHost.StartAsync();
        PutGateway(host);
        var stations = (await host.JsonAsync("/stations" + query)).GetProperty("features").EnumerateArray()
            .Select(station => station.GetProperty("properties"))
            .Select(station => $"{station.GetProperty("device_id").GetString()}={station.GetProperty("deployment").GetString()}");
        Assert.Equal(expected.Split(','), stations.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(3600, "outdoor")]
    [InlineData(2 * 86_400, "indoor")]
    public async Task Stations_OneThatWasOutdoors_IsWhereItIsNow(int outdoorsSecondsAgo, string expected)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(value: 3, secondsAgo: outdoorsSecondsAgo);
        host.Put(value: 25, secondsAgo: 30, deployment: "INDOOR");
        var station = Assert.Single((await host.JsonAsync("/stations")).GetProperty("features").EnumerateArray()).GetProperty("properties");
        Assert.Equal(expected, station.GetProperty("deployment").GetString());
        Assert.Equal(2, station.GetProperty("latest").GetArrayLength());
    }

    [Fact]
    public async Task Stream_Indoor_ShowsOnlyRooms()
    {
        await using var host = await ApiHost.StartAsync();
        using var events = await EventReader.OpenAsync(host, "/stream?deployment=indoor");
        host.Publish(host.Put(device: "gw"), host.Put(device: "gw-in", deployment: "INDOOR"));
        Assert.Equal("gw-in", (await events.EventAsync()).Data.GetProperty("device_id").GetString());
    }

    [Theory]
    [InlineData("/now?lat=52&lng=13")]
    [InlineData("/series?lat=52&lng=13")]
    [InlineData("/stations?north=53&south=51&east=14&west=12")]
    [InlineData("/export?format=csv")]
    [InlineData("/stream?type=temperature")]
    public async Task Deployment_UnknownWord_IsRefused(string url)
    {
        await using var host = await ApiHost.StartAsync();
        await host.AssertRefusedAsync(url + "&deployment=INDOOR", "deployment");
    }

    private static void PutGateway(ApiHost host, bool pressure = true)
    {
        host.Put(device: "gw", value: 3);
        host.Put(device: "gw", type: "humidity", unit: "%", value: 88);
        host.Put(device: "gw-in", value: 25, deployment: "INDOOR");
        host.Put(device: "gw-in", type: "humidity", unit: "%", value: 30, deployment: "INDOOR");
        host.Put(device: "gw-tf1", value: -18, deployment: "PROBE");
        if (pressure)
        {
            host.Put(device: "gw", type: "pressure", unit: "hPa", value: 1000);
        }
    }

    private static JsonElement Quantity(JsonElement now, string type) =>
        now.GetProperty("quantities").EnumerateArray().Single(quantity => quantity.GetProperty("reading_type").GetString() == type);

    private static double ValueOf(JsonElement now, string type) => Quantity(now, type).GetProperty("value").GetDouble();
}
