using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>/status has one row a source, and each reading is counted in exactly one of them.</summary>
public sealed class CountingTests
{
    [Fact]
    public async Task Post_OfATableAndOfNone_CountsEachReadingInOneRow()
    {
        var options = new SensorOptions { Adapter = "http_json", Name = "roof", DeviceId = "roof", Position = new GeoPoint(59, 10) };
        await using var server = await IngestServer.StartAsync();
        var roof = new HttpJsonFactory(server.Ingest).Create(options);
        _ = new HttpJsonFactory(server.Ingest).Create(options with { Name = "wall", DeviceId = "wall", Number = 2 });
        using var body = new StringContent(
            """
            [{"device_id":"roof","reading_type":"temperature","value":3},
             {"device_id":"roof","reading_type":"temperature","value":3,"unit":"lux"},
             {"device_id":"gate","reading_type":"temperature","value":3,"latitude":59,"longitude":10}]
            """,
            Encoding.UTF8,
            "application/json");
        using var response = await server.Client.PostAsync(new Uri(server.Address, "/ingest"), body);

        Assert.Equal((1, 1), (roof.Status.Accepted, roof.Status.Rejected));
        Assert.Equal((1, 0), (server.Ingest.Status.Accepted, server.Ingest.Status.Rejected));
        Assert.Contains("unit", roof.Status.LastError, StringComparison.Ordinal);
        Assert.Null(server.Ingest.Status.LastError);
        Assert.Equal(["roof"], roof.Status.Devices.Select(device => device.DeviceId));
        Assert.Equal(["gate"], server.Ingest.Status.Devices.Select(device => device.DeviceId));
    }

    [Fact]
    public async Task Gateway_WithATable_CountsInItsRowOnly()
    {
        await using var server = await IngestServer.StartAsync();
        var gateway = new EcowittFactory(server.Ingest).Create(new SensorOptions { Adapter = "ecowitt", Position = new GeoPoint(59, 10) });
        using var body = new FormUrlEncodedContent([new("PASSKEY", "0123456789ABCDEF"), new("stationtype", "GW2000A"), new("tempf", "50.0")]);
        using var response = await server.Client.PostAsync(new Uri(server.Address, "/data/report/"), body);

        Assert.True(gateway.Status.Accepted + gateway.Status.Rejected > 0);
        Assert.Equal((0, 0), (server.Ingest.Status.Accepted, server.Ingest.Status.Rejected));
    }
}
