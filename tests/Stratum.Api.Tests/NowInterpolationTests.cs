using System.Text.Json;

namespace Stratum.Api.Tests;

/// <summary>/now by optimal interpolation and with a height.</summary>
public class NowInterpolationTests
{
    [Fact]
    public async Task Now_WithAltitude_TakesValuesToThatHeight()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "valley", value: 10, lat: 52.01, altitude: 100);
        host.Put(device: "hill", value: 6.75, lat: 51.99, altitude: 600);

        Assert.Equal(8.375, (await QuantityAsync(host, "")).GetProperty("value").GetDouble(), 3);
        Assert.Equal(10, (await QuantityAsync(host, "&altitude=100")).GetProperty("value").GetDouble(), 3);
        Assert.Equal(3.5, (await QuantityAsync(host, "&altitude=1100")).GetProperty("value").GetDouble(), 3);
    }

    [Fact]
    public async Task Now_WithAltitude_LeavesQuantitiesWithoutALapseAlone()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "a", type: "wind_speed", unit: "m/s", value: 4, lat: 52.01, altitude: 100);
        Assert.Equal(4, (await QuantityAsync(host, "&altitude=2000")).GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task Now_Optimal_FollowsTheField_AndGivesAnError()
    {
        await using var host = await ApiHost.StartAsync();
        PutField(host, 12);

        var quantity = await QuantityAsync(host, "&method=oi&altitude=50");

        Assert.Equal("oi", quantity.GetProperty("method").GetString());
        Assert.Equal(10, quantity.GetProperty("value").GetDouble(), 0.3);
        Assert.InRange(quantity.GetProperty("uncertainty").GetDouble(), 0.1, 3);
        Assert.Equal(12, quantity.GetProperty("contributors").GetArrayLength());
    }

    [Fact]
    public async Task Now_Optimal_OneGrossStation_HasNoSay()
    {
        await using var host = await ApiHost.StartAsync();
        PutField(host, 12);
        host.Put(device: "gross", value: 35, lat: 52.001, altitude: 50);

        Assert.Equal(10, (await QuantityAsync(host, "&method=oi&altitude=50")).GetProperty("value").GetDouble(), 0.5);
        Assert.True((await QuantityAsync(host, "&altitude=50")).GetProperty("value").GetDouble() > 20);
    }

    [Fact]
    public async Task Now_OptimalWithFourPlaces_AnswersByDistance()
    {
        await using var host = await ApiHost.StartAsync();
        PutField(host, 4);
        Assert.Equal("idw", (await QuantityAsync(host, "&method=oi")).GetProperty("method").GetString());
    }

    [Fact]
    public async Task Now_OptimalWithManyDevicesAtOnePlace_CountsOnePlace()
    {
        await using var host = await ApiHost.StartAsync();
        PutField(host, 4);
        for (var i = 0; i < 20; i++)
        {
            host.Put(device: $"crowd{i}", value: 30, lat: 52.02, lng: 13.02, altitude: 50);
        }

        var quantity = await QuantityAsync(host, "&method=oi&altitude=50");
        Assert.Equal("oi", quantity.GetProperty("method").GetString());
        Assert.Equal(5, quantity.GetProperty("contributors").GetArrayLength());
    }

    [Theory]
    [InlineData("method=kriging", "method")]
    [InlineData("altitude=9001", "altitude")]
    [InlineData("altitude=high", "altitude")]
    public async Task Now_WrongParameter_IsNamed(string parameter, string name)
    {
        await using var host = await ApiHost.StartAsync();
        using var answer = await host.Client.GetAsync(new Uri($"/now?lat=52&lng=13&{parameter}", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"parameter\":\"{name}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stations_WhenScored_ShowTheReputation()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(device: "a", value: 10);
        host.Fake.Reputation = 0.87654;
        var properties = (await host.JsonAsync("/stations")).GetProperty("features")[0].GetProperty("properties");
        Assert.Equal(0.8765, properties.GetProperty("reputation").GetDouble());
    }

    private static async Task<JsonElement> QuantityAsync(ApiHost host, string more) =>
        (await host.JsonAsync("/now?lat=52&lng=13" + more)).GetProperty("quantities")[0];

    // 10 degC at the asked place, 1 degC warmer for each 10 km to the north.
    private static void PutField(ApiHost host, int stations)
    {
        for (var i = 0; i < stations; i++)
        {
            var north = 0.02 * (1 + (i % 3)) * Math.Cos(i * 2.4);
            var east = 0.03 * (1 + (i % 3)) * Math.Sin(i * 2.4);
            host.Put(device: $"s{i}", value: Math.Round(10 + (north * 11.1), 2), lat: 52 + north, lng: 13 + east, altitude: 50);
        }
    }
}
