using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class OpenSenseMapTests
{
    private const string Path = "/boxes/5a8d1c25bc2d41001927a265/data";

    private static readonly SensorOptions Box = new()
    {
        Adapter = "http_json",
        DeviceId = "sensebox",
        Settings = new Dictionary<string, string>
        {
            ["datastreams:5a8d1c25bc2d41001927a266"] = "temperature",
            ["datastreams:5a8d1c25bc2d41001927a267"] = "humidity",
            ["datastreams:p"] = "roof/pressure Pa",
        },
    };

    [Fact]
    public async Task Post_CapturedArray_HasValuesTimesAndPlaces()
    {
        await using var server = await StartAsync();
        var answer = await server.IngestAsync(Capture.Text("http", "opensensemap_array.json"), path: Path);
        Assert.Equal((201, 2, 0), (answer.Status, answer.Accepted, answer.Rejected.Count));
        var (temperature, humidity) = (server.Intake.Observations[0], server.Intake.Observations[1]);
        Assert.Equal(("sensebox", "temperature", 21.3), (temperature.Series.DeviceId, temperature.Series.ReadingType, temperature.Value));
        Assert.Equal(("sensebox", "humidity", 54.2, 1577872800), (humidity.Series.DeviceId, humidity.Series.ReadingType, humidity.Value, humidity.Timestamp));
        Assert.Equal(new GeoPoint(51.962372, 7.64568), humidity.Position);
        Assert.Equal([TimeSource.Receipt, TimeSource.Device], server.Intake.Sources);
    }

    [Theory]
    [InlineData("application/json", """{"p":[101325,"2020-01-01T10:00:00Z",[7.6,51.9,66.6]],"5a8d1c25bc2d41001927a266":"4.5"}""")]
    [InlineData("text/csv", "p,101325,2020-01-01T10:00:00Z,7.6,51.9,66.6\n5a8d1c25bc2d41001927a266,4.5\n")]
    public async Task Post_OtherForms_SayTheSame(string type, string body)
    {
        await using var server = await StartAsync();
        var answer = await server.IngestAsync(body, type, Path);
        Assert.Equal((201, 2), (answer.Status, answer.Accepted));
        Assert.Equal(
            [("roof", "pressure", 1013.25), ("sensebox", "temperature", 4.5)],
            server.Intake.Observations.Select(o => (o.Series.DeviceId, o.Series.ReadingType, o.Value)));
        Assert.Equal((new GeoPoint(51.9, 7.6), 1577872800), (server.Intake.Observations[0].Position, server.Intake.Observations[0].Timestamp));
    }

    [Fact]
    public async Task Post_ItemsThatCannotBeTaken_AreRejectedAlone()
    {
        await using var server = await StartAsync();
        var answer = await server.IngestAsync(
            """
            [{"sensor":"unknown","value":1},{"sensor":"p","value":"x"},{"sensor":"p","value":1,"createdAt":"yesterday"},7,{"sensor":"a/temperature","value":1}]
            """,
            path: Path);
        Assert.Equal((201, 1), (answer.Status, answer.Accepted));
        Assert.Equal([(0, "reading_type"), (1, "value"), (2, "timestamp"), (3, "reading_type")], answer.Rejected.Select(r => (r.Index, r.Field)));
    }

    [Theory]
    [InlineData("nonsense", 400)]
    [InlineData("7", 400)]
    [InlineData("[[[[[[[[[1]]]]]]]]]", 400)]
    [InlineData("[{\"sensor\":\"unknown\",\"value\":1}]", 422)]
    public async Task Post_OtherBodies_AreRefused(string body, int status)
    {
        await using var server = await StartAsync();
        using var response = await server.PostAsync(body, path: Path);
        Assert.Equal(status, (int)response.StatusCode);
    }

    private static async Task<IngestServer> StartAsync()
    {
        var server = await IngestServer.StartAsync(new HttpIngestOptions { MaxAgeDays = 0 }, null, Box);
        server.Clock.Seconds = 1_780_000_000;
        return server;
    }
}
