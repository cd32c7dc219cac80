using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class SensorThingsTests
{
    private static readonly HttpIngestOptions Old = new() { MaxAgeDays = 0 };

    private static readonly SensorOptions Garden = new()
    {
        Adapter = "http_json",
        DeviceId = "garden",
        Settings = new Dictionary<string, string> { ["datastreams:1"] = "temperature", ["datastreams:two"] = "shed/pressure Pa" },
    };

    [Fact]
    public async Task CreateObservations_CapturedDataArray_IsAnsweredRowByRow()
    {
        await using var server = await StartAsync(Garden);
        var (status, rows) = await PostAsync(server, Capture.Text("http", "sensorthings_dataarray.json"));
        Assert.Equal(201, status);
        Assert.Equal(
            [
                "/series?device_id=garden&type=temperature&from=1714557600&to=1714557601",
                "/series?device_id=garden&type=temperature&from=1714557660&to=1714557661",
            ],
            rows);
        Assert.Equal([(21.3, 1714557600), (21.4, 1714557660)], server.Intake.Observations.Select(o => (o.Value, o.Timestamp)));
        Assert.All(server.Intake.Observations, o => Assert.Equal("garden", o.Series[TextField.DeviceId]));
    }

    [Fact]
    public async Task Observations_CapturedSingle_IsTaken()
    {
        await using var server = await StartAsync(Garden);
        var (status, _) = await PostAsync(server, Capture.Text("http", "sensorthings_observation.json"), "/v1.1/Observations");
        Assert.Equal((201, 21.3), (status, Assert.Single(server.Intake.Observations).Value));
    }

    [Fact]
    public async Task CreateObservations_RowsThatCannotBeTaken_AreErrorsInTheirPlaces()
    {
        await using var server = await StartAsync(Garden);
        var (status, rows) = await PostAsync(server, """
            [{"Datastream":{"@iot.id":"two"},"components":["result","phenomenonTime","FeatureOfInterest/id"],
              "dataArray":[[101325,"2024-05-01T09:00:00Z/2024-05-01T10:00:00Z",1],
                           ["x","2024-05-01T10:00:00Z",1],[1,"yesterday",1],[1,"2024-05-01T10:00:00",1],7]},
             {"Datastream":{"@iot.id":99},"components":["result"],"dataArray":[[1]]},
             {"Datastream":{"@iot.id":"attic/temperature","unitOfMeasurement":{"symbol":"degF"}},"components":["result","resultTime"],
              "dataArray":[[50,"2024-05-01T12:00:00+02:00"]]}]
            """);
        Assert.Equal(201, status);
        Assert.Equal([false, true, true, true, true, true, false], rows.Select(row => row == "error"));
        Assert.Equal(
            [("shed", "pressure", 1013.25, 1714557600), ("attic", "temperature", 10, 1714557600)],
            server.Intake.Observations.Select(o => (o.Series[TextField.DeviceId], o.Series[TextField.ReadingType], o.Value, o.Timestamp)));
    }

    [Theory]
    [InlineData("[7]", 400)]
    [InlineData("[{\"components\":[]}]", 400)]
    [InlineData("{\"result\":1}", 422)]
    [InlineData("nonsense", 400)]
    public async Task CreateObservations_OtherBodies_AreRefused(string body, int status)
    {
        await using var server = await StartAsync();
        using var response = await server.PostAsync(body, path: "/v1.1/CreateObservations");
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public void Create_DatastreamOfNoQuantity_IsAnErrorThatNamesIt()
    {
        var sensor = Garden with { Settings = new Dictionary<string, string> { ["datastreams:1"] = "warmth" } };
        var e = Assert.Throws<StratumException>(() => new HttpJsonFactory(null!).Create(sensor));
        Assert.Contains("datastreams:1 is \"warmth\"", e.Message, StringComparison.Ordinal);
    }

    private static async Task<IngestServer> StartAsync(params SensorOptions[] sensors)
    {
        var server = await IngestServer.StartAsync(Old, null, sensors);
        server.Clock.Seconds = 1_780_000_000;
        return server;
    }

    private static async Task<(int Status, string[] Rows)> PostAsync(IngestServer server, string body, string path = "/v1.1/CreateObservations")
    {
        using var response = await server.PostAsync(body, path: path);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, [.. json.RootElement.EnumerateArray().Select(row => row.GetString()!)]);
    }
}
