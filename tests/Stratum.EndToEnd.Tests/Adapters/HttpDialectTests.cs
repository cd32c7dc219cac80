using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace Stratum.EndToEnd.Tests;

/// <summary>Every kind of body that the ingest listener takes, one after the other into a running node, and what /series then shows.</summary>
public sealed class HttpDialectTests
{
    private const string Celsius = "\u00b0C";

    private readonly DateTimeOffset _time = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 600);

    private string Iso => _time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private string Utc => _time.ToString("yyyy-MM-dd'%20'HH:mm:ss", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Post_EveryDialect_IsShownInTheRegistrysUnit()
    {
        using var directory = new NodeDirectory("""
            [[sensors]]
            adapter = "http_json"
            device_id = "things"
            datastreams = { "7" = "temperature F", "5a8d1c25bc2d41001927a266" = "box/temperature" }
            """);
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        var seconds = _time.ToUnixTimeSeconds();
        await PostAsync(node, "/ingest", $$"""{"device_id":"draft","timestamp":{{seconds}},"reading_type":"temperature","value":50,"unit":"degF"}""", 200);
        await PostAsync(node, "/ingest", $$"""{"device_id":"line","timestamp":{{seconds}},"readings":{"temperature":10} }"""
            + "\n", 200, "application/x-ndjson");
        await PostAsync(node, "/ingest", $$"""[{"bn":"senml:","bt":{{seconds}},"n":"temp","u":"K","v":283.15}]""", 200, "application/senml+json");
        await PostAsync(node, "/v1.1/CreateObservations",
            $$"""[{"Datastream":{"@iot.id":7},"components":["phenomenonTime","result"],"dataArray":[["{{Iso}}",50]]}]""", 201);
        await PostAsync(node, "/boxes/1/data", $$"""[{"sensor":"5a8d1c25bc2d41001927a266","value":"10","createdAt":"{{Iso}}"}]""", 201);
        await PostAsync(node, "/write?precision=s", $"weather,device_id=influx1 temperature=10 {seconds}", 204, "text/plain");
        await PostAsync(node, "/api/v2/write?precision=s&org=o&bucket=b", $"weather,device_id=influx2,unit=F temperature=50 {seconds}", 204, "text/plain",
            isGzip: true);
        await PostAsync(node, "/sensor-community",
            """{"esp8266id":"9","sensordatavalues":[{"value_type":"BME280_temperature","value":"10.00"},{"value_type":"BME280_pressure","value":"100125"}]}""",
            200);
        using (var upload = await node.Client.GetAsync(new Uri(
            node.Ingest, $"/weatherstation/updateweatherstation.php?ID=X&PASSWORD=P&dateutc={Utc}&tempf=50&baromin=29.92&softwaretype=t&action=updateraw")))
        {
            Assert.Equal("success\n", await upload.Content.ReadAsStringAsync());
        }

        foreach (var device in (string[])["draft", "line", "senml", "things", "box", "influx1", "influx2", "esp8266-9-bme280", Wunderground])
        {
            Assert.Equal((device, 10m), (device, Assert.Single(await StoredSeries.ValuesAsync(node, device, "temperature", Celsius))));
        }

        Assert.Equal(1001.25m, Assert.Single(await StoredSeries.ValuesAsync(node, "esp8266-9-bme280", "pressure", "hPa")));
        Assert.Equal(1013.21m, Assert.Single(await StoredSeries.ValuesAsync(node, Wunderground, "pressure_sea_level", "hPa")));
        Assert.Equal(0, await node.StopAsync());
    }

    // The name of station X, whose own is half of a credential: the first six bytes of a labelled SHA-256.
    private static string Wunderground { get; } =
        "wu-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("stratum wu station\nX"u8).AsSpan(0, 6));

    private static async Task PostAsync(RunningNode node, string path, string body, int status, string type = "application/json", bool isGzip = false)
    {
        using var content = new ByteArrayContent(isGzip ? Gzip(body) : Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (isGzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        using var answer = await node.Client.PostAsync(new Uri(node.Ingest, path), content);
        Assert.True((HttpStatusCode)status == answer.StatusCode, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }
}
