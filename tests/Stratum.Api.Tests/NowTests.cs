using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api.Tests;

public class NowTests
{
    [Fact]
    public async Task Now_WithoutData_AnswersAnEmptyList()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.JsonAsync("/now?lat=52&lng=13");
        Assert.Equal("{\"latitude\":52,\"longitude\":13,\"quantities\":[]}", answer.GetRawText());
    }

    [Fact]
    public async Task Now_TwoStations_WeighsByInverseSquaredDistance()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "near", value: 10, lat: 52.01);
        host.Put(device: "far", value: 20, lat: 51.98, secondsAgo: 90);

        var quantity = (await host.JsonAsync("/now?lat=52&lng=13")).GetProperty("quantities")[0];

        // Distances 1 : 2, so weights 4 : 1.
        Assert.Equal(12, quantity.GetProperty("value").GetDouble(), 3);
        Assert.Equal(4, quantity.GetProperty("uncertainty").GetDouble(), 3);
        Assert.Equal("idw", quantity.GetProperty("method").GetString());
        Assert.Equal(30, quantity.GetProperty("newest").GetInt64() - quantity.GetProperty("oldest").GetInt64());
        var near = quantity.GetProperty("contributors")[0];
        Assert.Equal("near", near.GetProperty("device_id").GetString());
        Assert.Equal(0.8, near.GetProperty("weight").GetDouble(), 3);
        Assert.Equal(1.112, near.GetProperty("distance_km").GetDouble());
        Assert.Equal(60, near.GetProperty("age_s").GetInt64());
        Assert.Equal(10, near.GetProperty("value").GetDouble());
        Assert.Equal(host.Own.ToString(), near.GetProperty("node_id").GetString());
    }

    [Fact]
    public async Task Now_AtTheStationItself_IsFiniteAndClose()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "here", value: 10);
        host.Put(device: "there", value: 20, lat: 52.1);
        Assert.Equal(10, (await ValueAsync(host, "/now?lat=52&lng=13")).GetDouble(), 1);
    }

    [Fact]
    public async Task Now_WindDirection_IsAveragedOverUnitVectors()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "a", type: "wind_direction", unit: "\u00b0", value: 350, lat: 52.01);
        host.Put(device: "b", type: "wind_direction", unit: "\u00b0", value: 30, lat: 51.99);
        var value = (await ValueAsync(host, "/now?lat=52&lng=13")).GetDouble();
        Assert.Equal(10, value, 2);
    }

    [Fact]
    public async Task Now_OppositeWinds_FallBackToTheNearest()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "a", type: "wind_direction", unit: "\u00b0", value: 0, lat: 52, lng: 13);
        host.Put(device: "b", type: "wind_direction", unit: "\u00b0", value: 180, lat: 52, lng: 13);
        var quantity = (await host.JsonAsync("/now?lat=52&lng=13")).GetProperty("quantities")[0];
        Assert.Equal("nearest", quantity.GetProperty("method").GetString());
    }

    [Theory]
    [InlineData("co2", "ppm")]
    [InlineData("solar_radiation", "W/m2")]
    [InlineData("rainfall", "mm")]
    [InlineData("pressure", "hPa")]
    [InlineData("soil_moisture", "%")]
    [InlineData("something_new", "x")]
    public async Task Now_QuantityWithoutSpatialMeaning_UsesTheNearestStationOnly(string type, string unit)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "near", type: type, unit: unit, value: 400, lat: 52.01);
        host.Put(device: "far", type: type, unit: unit, value: 900, lat: 52.02);
        var quantity = (await host.JsonAsync("/now?lat=52&lng=13")).GetProperty("quantities")[0];
        Assert.Equal("nearest", quantity.GetProperty("method").GetString());
        Assert.Equal(400, quantity.GetProperty("value").GetDouble());
        Assert.Equal(JsonValueKind.Null, quantity.GetProperty("uncertainty").ValueKind);
        Assert.Equal(1, quantity.GetProperty("contributors").GetArrayLength());
    }

    [Fact]
    public async Task Now_OldFutureDoubtfulAndFarOnes_DoNotCount()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "old", value: 1, secondsAgo: 3601);
        host.Put(device: "future", value: 2, secondsAgo: -301);
        host.Put(device: "doubtful", value: 3, confidence: 0.49);
        host.Put(device: "far", value: 4, lat: 53);
        host.Put(device: "fahrenheit", value: 5, unit: "\u00b0F");
        host.Put(device: "nowhere", value: 6, lat: null);
        host.Put(device: "good", value: 7, secondsAgo: 3600, confidence: 0.5, lat: 52.2);
        var quantity = (await host.JsonAsync("/now?lat=52&lng=13")).GetProperty("quantities")[0];
        Assert.Equal(["good"], Devices(quantity));
        Assert.Equal(7, quantity.GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task Now_ManyStaleStationsNearer_DoNotHideAFreshOne()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 200; i++)
        {
            host.Put(device: $"stale{i}", secondsAgo: 9000, lat: 52 + (i * 0.0001));
        }

        host.Put(device: "fresh", value: 7, lat: 52.3);
        Assert.Equal(["fresh"], Devices((await host.JsonAsync("/now?lat=52&lng=13&k=1")).GetProperty("quantities")[0]));
    }

    [Fact]
    public async Task Now_K_TakesTheNearest()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 1; i <= 5; i++)
        {
            host.Put(device: $"d{i}", lat: 52 + (i * 0.01));
        }

        Assert.Equal(["d1", "d2"], Devices((await host.JsonAsync("/now?lat=52&lng=13&k=2")).GetProperty("quantities")[0]));
    }

    [Fact]
    public async Task Now_CrowdOfUnknownKeys_HasAtMostAQuarterBesideAKnownOne()
    {
        await using var host = await ApiHost.StartAsync();
        host.Fake.Standings[host.Own] = SignerStanding.Own;
        host.Put(device: "mine", value: 10, lat: 52.05);
        for (byte i = 2; i < 60; i++)
        {
            host.Put(device: "fake", value: 50, lat: 52 + (i * 0.002), lng: 13.01, node: ApiHost.Node(i));
        }

        var quantity = (await host.JsonAsync("/now?lat=52&lng=13")).GetProperty("quantities")[0];

        Assert.Contains("mine", Devices(quantity));
        Assert.Equal(20, quantity.GetProperty("value").GetDouble(), 2);
    }

    [Fact]
    public async Task Now_ManyKeysAtOnePlace_ShareOnePlacesWeight()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "honest", value: 10, lat: 52.01);
        for (byte i = 2; i < 7; i++)
        {
            host.Put(device: "fake", value: 20, lat: 51.99, node: ApiHost.Node(i));
        }

        Assert.Equal(15, (await ValueAsync(host, "/now?lat=52&lng=13")).GetDouble(), 2);
    }

    [Fact]
    public async Task Now_UnknownKeyAtAKnownPlace_DoesNotCount()
    {
        await using var host = await ApiHost.StartAsync();
        host.Fake.Standings[host.Own] = SignerStanding.Trusted;
        host.Put(device: "mine", value: 10, lat: 52.01);
        host.Put(device: "fake", value: 50, lat: 52.0101, node: ApiHost.Node(9));
        Assert.Equal(["mine"], Devices((await host.JsonAsync("/now?lat=52&lng=13")).GetProperty("quantities")[0]));
    }

    [Fact]
    public async Task Now_AcrossTheAntimeridian_FindsNeighbours()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "west", value: 1, lat: 0, lng: -179.95);
        host.Put(device: "east", value: 3, lat: 0, lng: 179.85);
        Assert.Equal(2, (await ValueAsync(host, "/now?lat=0&lng=179.95")).GetDouble(), 2);
    }

    [Theory]
    [InlineData("lat=52", "lng")]
    [InlineData("lng=13", "lat")]
    [InlineData("lat=-90.1&lng=13", "lat")]
    [InlineData("lat=52&lng=13&radius_km=-1", "radius_km")]
    [InlineData("lat=52&lng=13&max_age_s=0", "max_age_s")]
    [InlineData("lat=52&lng=13&max_age_s=604801", "max_age_s")]
    [InlineData("lat=52&lng=13&k=0", "k")]
    [InlineData("lat=52&lng=13&k=65", "k")]
    [InlineData("lat=52&lng=13&min_confidence=1.1", "min_confidence")]
    [InlineData("lat=52&lng=13&type=", "type")]
    [InlineData("lat=52&lng=13&lon=13", "lon")]
    public async Task Now_WrongParameter_IsRefused(string query, string parameter)
    {
        await using var host = await ApiHost.StartAsync();
        await host.AssertRefusedAsync("/now?" + query, parameter);
    }

    private static async Task<JsonElement> ValueAsync(ApiHost host, string url) =>
        (await host.JsonAsync(url)).GetProperty("quantities")[0].GetProperty("value");

    private static string[] Devices(JsonElement quantity) =>
        [.. quantity.GetProperty("contributors").EnumerateArray().Select(contributor => contributor.GetProperty("device_id").GetString()!)];
}
