using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class SensorCommunityTests
{
    private const string Path = "/sensor-community";

    [Fact]
    public async Task Post_CapturedBody_BecomesReadingsInRegistryUnits()
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync(await CaptureAsync("sensor_community_bmp.json"), path: Path);
        Assert.Equal((6, 0), (answer.Accepted, answer.Rejected.Count));
        Assert.Equal(
            [
                ("esp8266-1844542", "pm10", 4.37, "\u00b5g/m\u00b3"),
                ("esp8266-1844542", "pm2_5", 2.23, "\u00b5g/m\u00b3"),
                ("esp8266-1844542", "temperature", 25.1, "\u00b0C"),
                ("esp8266-1844542", "humidity", 51, "%"),
                ("esp8266-1844542", "pressure", 1023.72, "hPa"),
                ("esp8266-1844542-bmp", "temperature", 25.61, "\u00b0C"),
            ],
            server.Intake.Observations.Select(o => (o.Series[TextField.DeviceId], o.Series[TextField.ReadingType], o.Value, o.Series[TextField.Unit])));
        Assert.All(server.Intake.Sources, source => Assert.Equal(TimeSource.Receipt, source));
    }

    [Fact]
    public async Task Post_CapturedRequest_TakesTheNameOfTheHeader()
    {
        await using var server = await IngestServer.StartAsync();
        var capture = await CaptureAsync("sensor_community_post.http");
        var body = capture[capture.IndexOf('{', StringComparison.Ordinal)..];
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body) };
        request.Headers.TryAddWithoutValidation("Authorization", "Basic ");
        request.Headers.TryAddWithoutValidation("X-Sensor", "esp8266-3394227");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(4, (await Answer.ReadAsync(response)).Accepted);
        Assert.All(server.Intake.Observations, o => Assert.Equal("esp8266-3394227", o.Series[TextField.DeviceId]));
    }

    [Fact]
    public async Task Post_ValueThatIsNoNumber_IsRejectedAlone()
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync(
            """{"esp8266id":"1","sensordatavalues":[{"value_type":"SDS_P1","value":"nan"},{"value_type":"SDS_P2","value":"1.5"},7]}""", path: Path);
        Assert.Equal((1, "value"), (answer.Accepted, Assert.Single(answer.Rejected).Field));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"sensordatavalues\":7}")]
    [InlineData("{\"sensordatavalues\":[")]
    public async Task Post_OtherJson_Is400(string body)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync(body, path: Path);
        Assert.Equal(400, (int)response.StatusCode);
    }

    private static Task<string> CaptureAsync(string name) => File.ReadAllTextAsync(System.IO.Path.Combine(AppContext.BaseDirectory, "Captures", "http", name));
}
