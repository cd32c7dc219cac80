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
                ("esp8266-1844542-sds", "pm10", 4.37, "\u00b5g/m\u00b3"),
                ("esp8266-1844542-sds", "pm2_5", 2.23, "\u00b5g/m\u00b3"),
                ("esp8266-1844542", "temperature", 25.1, "\u00b0C"),
                ("esp8266-1844542", "humidity", 51, "%"),
                ("esp8266-1844542-bmp", "pressure", 1023.72, "hPa"),
                ("esp8266-1844542-bmp", "temperature", 25.61, "\u00b0C"),
            ],
            server.Intake.Observations.Select(o => (o.Series[TextField.DeviceId], o.Series[TextField.ReadingType], o.Value, o.Series[TextField.Unit])));
        Assert.All(server.Intake.Sources, source => Assert.Equal(TimeSource.Receipt, source));
    }

    // As it was captured, to the path "/" that its owner had left; and where an owner may point it here.
    [Theory]
    [InlineData("/")]
    [InlineData("/ingest")]
    [InlineData("/sensor-community")]
    [InlineData("/my/own.php")]
    public async Task Tcp_CapturedRequest_TakesTheNameOfTheHeader(string path)
    {
        await using var server = await IngestServer.StartAsync();
        var capture = await CaptureAsync("sensor_community_post.http");
        var (head, body) = (capture[..capture.IndexOf('{', StringComparison.Ordinal)], capture[capture.IndexOf('{', StringComparison.Ordinal)..].Trim());
        var lines = head.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, server.Address.Port);
        await using var stream = client.GetStream();
        lines[0] = lines[0].Replace(" / ", $" {path} ", StringComparison.Ordinal);
        // The capture's own length is that of the body before it was made anonymous.
        var length = Array.FindIndex(lines, line => line.StartsWith("Content-Length", StringComparison.Ordinal));
        lines[length] = $"Content-Length: {body.Length}";
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n" + body));
        var answer = await new StreamReader(stream).ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal(
            ["-sds pm10 4.3", "-sds pm2_5 3.53", ". humidity 52.3", ". temperature 20.8"], Expected.Shown(server.Intake.Observations, "esp8266-3394227"));
    }

    // One request for each sensor of a board, as the firmware sends them to the official API (ext_def.h).
    [Theory]
    [InlineData("1", """{"value_type":"P0","value":"3.1"},{"value_type":"P1","value":"4.30"},{"value_type":"P2","value":"3.53"}""",
        ". pm10 4.3|. pm1_0 3.1|. pm2_5 3.53")]
    [InlineData("3", """{"value_type":"pressure","value":"102372"},{"value_type":"temperature","value":"25.61"}""",
        "-bmp pressure 1023.72|-bmp temperature 25.61")]
    [InlineData("5", """{"value_type":"P1","value":"100.5"},{"value_type":"ratioP1","value":"1"}""", "-ppd pm10 100.5")]
    [InlineData("7", """{"value_type":"temperature","value":"20.80"},{"value_type":"humidity","value":"52.30"}""", ". humidity 52.3|. temperature 20.8")]
    [InlineData("9", """{"value_type":"lat","value":"51.9"},{"value_type":"lon","value":"7.6"}""", "")]
    [InlineData("11", """{"value_type":"temperature","value":"20.80"},{"value_type":"pressure","value":"100125.5"},{"value_type":"humidity","value":"52.30"}""",
        "-bme280 humidity 52.3|-bme280 pressure 1001.26|-bme280 temperature 20.8")]
    [InlineData("13", """{"value_type":"temperature","value":"-3.25"}""", "-ds18b20 temperature -3.25")]
    [InlineData("15", """{"value_type":"noise_LAeq","value":"45.67"},{"value_type":"noise_LA_max","value":"60"}""", "-dnms noise_level 45.67")]
    [InlineData("17", """{"value_type":"co2_ppm","value":"480"},{"value_type":"temperature","value":"22"},{"value_type":"humidity","value":"41"}""",
        "-scd30 co2 480|-scd30 humidity 41|-scd30 temperature 22")]
    [InlineData("19", """{"value_type":"temperature","value":"22"}""", "-pin19 temperature 22")]
    public async Task Post_OneSensorOfABoard_IsToldByItsPin(string pin, string values, string expected)
    {
        await using var server = await IngestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = new StringContent($$"""{"software_version":"NRZ-2024-135","sensordatavalues":[{{values}}]}"""),
        };
        request.Headers.TryAddWithoutValidation("X-Sensor", "esp8266-7");
        request.Headers.TryAddWithoutValidation("X-PIN", pin);
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(expected.Length > 0 ? 200 : 422, (int)response.StatusCode);
        Assert.Equal(expected, string.Join('|', Expected.Shown(server.Intake.Observations, "esp8266-7")));
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
