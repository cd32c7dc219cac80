namespace Stratum.Ingest.Tests;

/// <summary>
/// Times and numbers as clients write them: python's time.time(), JavaScript's Date.now(), ISO 8601, numbers in strings (weewx/weewx issue 448).
/// </summary>
public sealed class LenientDraftTests
{
    [Theory]
    [InlineData("1711999990")]
    [InlineData("1711999990.5")]
    [InlineData("1711999990.999999")]
    [InlineData("1.71199999e9")]
    [InlineData("1711999990123")]
    [InlineData("1711999990123.75")]
    [InlineData("1711999990123456")]
    [InlineData("\"1711999990\"")]
    [InlineData("\" 1711999990.5 \"")]
    [InlineData("\"1711999990123\"")]
    [InlineData("\"2024-04-01T19:33:10Z\"")]
    [InlineData("\"2024-04-01T19:33:10.987654321z\"")]
    [InlineData("\"2024-04-01 19:33:10Z\"")]
    [InlineData("\"2024-04-01T21:33:10+02:00\"")]
    [InlineData("\"2024-04-01T15:33:10.25-04:00\"")]
    public async Task Post_TimeOfAClient_IsReadInEveryShapeOfBody(string timestamp)
    {
        await using var server = await IngestServer.StartAsync();
        string Draft(string device) => $$"""{"device_id":"{{device}}","timestamp":{{timestamp}},"reading_type":"temperature","value":21.5}""";
        Assert.Equal(1, (await server.IngestAsync(Draft("a"))).Accepted);
        Assert.Equal(2, (await server.IngestAsync($"[{Draft("b")}, {Draft("c")}]")).Accepted);
        Assert.Equal(2, (await server.IngestAsync($"{Draft("d")}\n{Draft("e")}\n", "application/x-ndjson")).Accepted);
        var map = $$"""{"device_id":"f","readings":{"temperature":21.5},"timestamp" : {{timestamp}} }""";
        Assert.Equal(1, (await server.IngestAsync(map)).Accepted);
        Assert.All(server.Intake.Observations, o => Assert.Equal(1_711_999_990, o.Timestamp));
        Assert.All(server.Intake.Sources, source => Assert.Equal(Core.TimeSource.Device, source));
    }

    [Theory]
    [InlineData("21.5")]
    [InlineData("\"21.5\"")]
    [InlineData("\" 21.50\"")]
    [InlineData("\"+2.15e1\"")]
    public async Task Post_NumbersInStrings_AreNumbers(string value)
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync(
            $$"""
            [{"device_id":"a","reading_type":"temperature","value":{{value}},"latitude":"57.5","longitude":"-2.25","altitude":"12"},
             {"device_id":"b","latitude":57.5,"longitude":"-2.25","altitude":12,"readings":{"temperature": {{value}} } },
             {"device_id":"c","latitude":"57.5","longitude":-2.25,"altitude":"12","readings":{"temperature":{"unit":"\u00b0C","value": {{value}} } } }]
            """);
        Assert.Equal(3, answer.Accepted);
        Assert.All(server.Intake.Observations, o => Assert.Equal(21.5, o.Value));
        Assert.All(server.Intake.Observations, o => Assert.Equal((57.5, -2.25, 12d), (o.Position!.Value.Latitude, o.Position.Value.Longitude, o.Altitude)));
    }

    [Theory]
    [InlineData("value", "\"21,5\"")]
    [InlineData("value", "\"\"")]
    [InlineData("value", "\"1e999\"")]
    [InlineData("value", "1e999")]
    [InlineData("value", "true")]
    [InlineData("value", "\"nan\"")]
    [InlineData("value", "\"Infinity\"")]
    [InlineData("value", "\"21.5 C\"")]
    [InlineData("value", "\"0x15\"")]
    [InlineData("value", "[21.5]")]
    [InlineData("latitude", "\"57,5\"")]
    [InlineData("timestamp", "true")]
    [InlineData("timestamp", "\"\"")]
    [InlineData("timestamp", "\"yesterday\"")]
    [InlineData("timestamp", "\"2024-04-01T19:33:10\"")]
    [InlineData("timestamp", "\"2024-04-01\"")]
    [InlineData("timestamp", "\"04/01/2024 19:33:10 +00:00\"")]
    [InlineData("timestamp", "\"2024-13-01T19:33:10Z\"")]
    [InlineData("timestamp", "1e400")]
    [InlineData("timestamp", "-1.5")]
    [InlineData("timestamp", "{\"s\":1}")]
    public async Task Post_WhatIsAmbiguousOrNoNumber_IsRefusedByItsField(string field, string value)
    {
        await using var server = await IngestServer.StartAsync();
        var others = string.Join(",", new[] { "\"value\":1", "\"longitude\":1", "\"latitude\":1" }.Where(o => !o.Contains(field, StringComparison.Ordinal)));
        var answer = await server.IngestAsync($$"""{"device_id":"a","reading_type":"temperature",{{others}},"{{field}}":{{value}}}""");
        var (_, refused, reason) = Assert.Single(answer.Rejected);
        Assert.Equal(field, refused);
        Assert.NotEmpty(reason);
        if (field == "value")
        {
            var (_, member, _) = Assert.Single((await server.IngestAsync($$"""{"device_id":"a","readings":{"temperature": {{value}} } }""")).Rejected);
            Assert.Equal("readings.temperature", member);
        }
    }

    [Fact]
    public async Task Post_FieldTwice_IsRefusedWhateverItsShape()
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync("""{"device_id":"a","reading_type":"temperature","value":"1","value":"2"}""");
        Assert.Equal("appears twice", Assert.Single(answer.Rejected).Reason);
    }

    [Fact]
    public async Task Post_CaseOfTheField_IsStoredWhole()
    {
        await using var server = await IngestServer.StartAsync();
        server.Clock.Seconds = 1_795_621_720;
        var answer = await server.IngestAsync(Capture.Text("http", "client_times.jsonl"), "application/x-ndjson");
        Assert.Equal((4, 0), (answer.Accepted, answer.Rejected.Count));
        Assert.Equal([1795621700, 1795621620, 1795621716, 1795621720], server.Intake.Observations.Select(o => o.Timestamp));
    }
}
