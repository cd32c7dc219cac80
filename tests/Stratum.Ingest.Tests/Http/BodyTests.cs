using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class BodyTests
{
    private const string Good = """{"device_id":"d1","timestamp":1711999990,"reading_type":"temperature","value":21.5}""";
    private const string Other = """{"device_id":"d2","timestamp":1711999990,"reading_type":"temperature","value":22.5}""";

    [Fact]
    public async Task Post_OneObject_IsAcceptedInTheRegistryUnit()
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync(Good);
        Assert.Equal((200, 1, 0), (answer.Status, answer.Accepted, answer.Duplicates));
        var observation = Assert.Single(server.Intake.Observations);
        Assert.Equal((1711999990, 21.5, "\u00b0C"), (observation.Timestamp, observation.Value, observation.Series[TextField.Unit]));
        Assert.Equal(TimeSource.Device, server.Intake.Sources[0]);
    }

    [Theory]
    [InlineData("application/json", "[" + Good + ",\n" + Other + "]")]
    [InlineData("application/x-ndjson", Good + "\n\n" + Other + "\r\n")]
    [InlineData("application/jsonl", Good + "\n" + Other)]
    [InlineData(null, Good + "\n" + Other)]
    [InlineData("text/plain; charset=utf-8", "[" + Good + "," + Other + "]")]
    [InlineData("application/x-www-form-urlencoded", Good + "\n" + Other)]
    [InlineData("application/json", "\uFEFF[" + Good + "," + Other + "]")]
    public async Task Post_TwoObjects_AreBothAccepted(string? contentType, string body)
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync(body, contentType);
        Assert.Equal((200, 2), (answer.Status, answer.Accepted));
    }

    [Fact]
    public async Task Post_SameReadingAgain_IsADuplicateAnd200()
    {
        await using var server = await IngestServer.StartAsync();
        await server.IngestAsync(Good);
        var answer = await server.IngestAsync(Good);
        Assert.Equal((200, 0, 1), (answer.Status, answer.Accepted, answer.Duplicates));
    }

    [Theory]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":NaN}""", "value")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":1e999}""", "value")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":"21,5"}""", "value")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":1,"latitude":91,"longitude":0}""", "latitude")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":1,"latitude":9}""", "longitude")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":1,"value":2}""", "value")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":1,"colour":2}""", "colour")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":1,"signing_payload_version":2}""", "signing_payload_version")]
    [InlineData("""{"device_id":"d","timestamp":"2024-04-01","reading_type":"temperature","value":1}""", "timestamp")]
    [InlineData("""{"device_id":"d","timestamp":1712000301,"reading_type":"temperature","value":1}""", "timestamp")]
    [InlineData("""{"device_id":"d","timestamp":1709407999,"reading_type":"temperature","value":1}""", "timestamp")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":1,"unit":"hPa"}""", "unit")]
    [InlineData("""{"timestamp":1711999990,"reading_type":"temperature","value":1}""", "device_id")]
    [InlineData("""{"device_id":"a|b","timestamp":1711999990,"reading_type":"temperature","value":1}""", "device_id")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"readings":{}}""", "readings")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"readings":[1]}""", "readings")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"readings":{"temperature":1},"readings":{"humidity":1}}""", "readings")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"readings":{"temperature":1},"value":3}""", "value")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"readings":{"temperature":NaN}}""", "readings.temperature")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"readings":{"temperature":{"value":1,"unit":"furlong"}}}""", "readings.temperature")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"readings":{"temperature":{"unit":"Cel"}}}""", "readings.temperature")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"readings":{"temperature":{"value":1,"x":1}}}""", "readings.temperature")]
    [InlineData("""{"device_id":"d","timestamp":1711999990,"readings":{"Bad Name":1}}""", "readings.Bad Name")]
    public async Task Post_OneWrongItem_Is422AndNamesTheFieldAndSpoilsNoOther(string wrong, string field)
    {
        await using var server = await IngestServer.StartAsync();
        var alone = await server.IngestAsync(wrong);
        Assert.Equal(422, alone.Status);
        Assert.Equal((0, field), (Assert.Single(alone.Rejected).Index, alone.Rejected[0].Field));
        Assert.NotEmpty(alone.Rejected[0].Reason);

        var array = await server.IngestAsync($"[{Good},{wrong},{Other}]");
        Assert.Equal((200, 2), (array.Status, array.Accepted));
        Assert.Equal((1, field), (Assert.Single(array.Rejected).Index, array.Rejected[0].Field));

        var lines = await server.IngestAsync($"{wrong}\n{Good}\n{Other}", "application/x-ndjson");
        Assert.Equal((200, 2), (lines.Status, lines.Duplicates));
        Assert.Equal((0, field), (Assert.Single(lines.Rejected).Index, lines.Rejected[0].Field));
    }

    [Theory]
    [InlineData("1712000300")]
    [InlineData("1709408000")]
    public async Task Post_TimestampAtTheEdgeOfTheWindow_IsAccepted(string timestamp)
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync($$"""{"device_id":"d","timestamp":{{timestamp}},"reading_type":"temperature","value":1}""");
        Assert.Equal(1, answer.Accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("hello")]
    [InlineData("42")]
    [InlineData("\"text\"")]
    [InlineData("{\"device_id\":")]
    [InlineData("[{\"device_id\":\"d\"}")]
    [InlineData("[{}] x")]
    [InlineData("{} {}")]
    [InlineData("{\"a\" 1}")]
    public async Task Post_NoJson_Is400Problem(string body)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync(body);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Post_BrokenElement_IsOneRejectionOfAnArray()
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync($"[{Good}, {{\"a\":1,}}, 7, {Other}]");
        Assert.Equal(2, answer.Accepted);
        Assert.Equal([1, 2], answer.Rejected.Select(r => r.Index));
    }

    [Fact]
    public async Task Post_DeepNesting_IsARejectionNotACrash()
    {
        await using var server = await IngestServer.StartAsync();
        var deep = "{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}";
        var answer = await server.IngestAsync($"[{deep},{Good}]");
        Assert.Equal((1, 0), (answer.Accepted, Assert.Single(answer.Rejected).Index));
    }

    [Fact]
    public async Task Post_EmptyArray_Is422WithNothing()
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync("[ ]");
        Assert.Equal((422, 0), (answer.Status, answer.Rejected.Count));
    }

    [Fact]
    public async Task Post_ReadingsMap_BecomesOneReadingEachAndConverts()
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync(
            """{"readings":{"temperature":{"value":72.5,"unit":"degF"},"humidity":40,"pressure":{"value":101325,"unit":"Pa"}},"""
            + """ "device_id":"d","timestamp":1711999990,"latitude":1,"longitude":2}""");
        Assert.Equal(3, answer.Accepted);
        Assert.Equal(
            [("temperature", 22.5, "\u00b0C"), ("humidity", 40.0, "%"), ("pressure", 1013.25, "hPa")],
            server.Intake.Observations.Select(o => (o.Series[TextField.ReadingType], o.Value, o.Series[TextField.Unit])));
        Assert.All(server.Intake.Observations, o => Assert.Equal(new GeoPoint(1, 2), o.Position));
    }

    [Fact]
    public async Task Post_ReadingsMapWithOneWrongMember_KeepsTheOthers()
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync("""{"device_id":"d","readings":{"temperature":"hot","humidity":40,"humidity":41}}""");
        Assert.Equal(1, answer.Accepted);
        Assert.Equal(["readings.temperature", "readings.humidity"], answer.Rejected.Select(r => r.Field));
    }

    [Theory]
    [InlineData("-49.995", "\u00b0C", -49.995)]
    [InlineData("-57.991", "degF", -50.00)]
    [InlineData("36.509", "degF", 2.5)]
    [InlineData("300", "K", 26.85)]
    public async Task Post_PlainDraft_ConvertsOnlyOtherUnits(string value, string unit, double expected)
    {
        await using var server = await IngestServer.StartAsync();
        await server.IngestAsync($$"""{"device_id":"d","timestamp":1711999990,"reading_type":"temperature","value":{{value}},"unit":"{{unit}}"}""");
        Assert.Equal(expected, Assert.Single(server.Intake.Observations).Value);
    }

    [Fact]
    public async Task Post_UnknownReadingType_IsTakenAsItIs()
    {
        await using var server = await IngestServer.StartAsync();
        await server.IngestAsync("""{"device_id":"d","timestamp":1711999990,"reading_type":"moon_phase","value":0.123456,"unit":"moons"}""");
        var observation = Assert.Single(server.Intake.Observations);
        Assert.Equal((0.123456, "moons"), (observation.Value, observation.Series[TextField.Unit]));
    }

    [Fact]
    public async Task Post_WithoutTimestamp_IsStampedAtReceipt()
    {
        await using var server = await IngestServer.StartAsync();
        await server.IngestAsync("""{"device_id":"d","reading_type":"temperature","value":1}""");
        Assert.Equal(FakeClock.NowSeconds, Assert.Single(server.Intake.Observations).Timestamp);
        Assert.Equal(TimeSource.Receipt, server.Intake.Sources[0]);
    }

    [Fact]
    public async Task Post_WithoutTimestampWhenTheClockIsImplausible_IsRejectedButTimedReadingsAreTaken()
    {
        await using var server = await IngestServer.StartAsync();
        server.Clock.Problem = "not synchronised";
        var answer = await server.IngestAsync("""[{"device_id":"d","reading_type":"temperature","value":1},"""
            + """{"device_id":"d","timestamp":1811999990,"reading_type":"temperature","value":1}]""");
        Assert.Equal(1, answer.Accepted);
        Assert.Equal("timestamp", Assert.Single(answer.Rejected).Field);
        Assert.Contains("not synchronised", answer.Rejected[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_SensorDefaults_FillOnlyWhatTheReadingLacks()
    {
        var sensor = new SensorOptions { Adapter = "http_json", DeviceId = "roof", Position = new GeoPoint(52, 13), Altitude = 40 };
        await using var server = await IngestServer.StartAsync(null, null, sensor);
        await server.IngestAsync("""[{"reading_type":"temperature","value":1},"""
            + """{"device_id":"roof","reading_type":"temperature","value":2,"latitude":1,"longitude":2},"""
            + """{"device_id":"other","reading_type":"temperature","value":3}]""");
        Assert.Equal(
            [("roof", new GeoPoint(52, 13), 40), ("roof", new GeoPoint(1, 2), null), ("other", (GeoPoint?)null, (double?)null)],
            server.Intake.Observations.Select(o => (o.Series[TextField.DeviceId], o.Position, o.Altitude)));
    }

    [Fact]
    public async Task Post_TwoSensors_ReadingWithoutDeviceIdIsNobodys()
    {
        await using var server = await IngestServer.StartAsync(
            null, null, new SensorOptions { Adapter = "http_json", DeviceId = "a" }, new SensorOptions { Adapter = "http_json", DeviceId = "b" });
        var answer = await server.IngestAsync("""{"reading_type":"temperature","value":1}""");
        Assert.Equal("device_id", Assert.Single(answer.Rejected).Field);
    }
}
