using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class SenMlTests
{
    private const string Type = "application/senml+json";

    // The examples are of 2010..2017: a hundred years of retention let them in.
    private static readonly HttpIngestOptions Old = new() { MaxAgeDays = 36_525 };

    public static TheoryData<string, int, string, string, double, long> Examples => new()
    {
        { "ex1", 0, "urn:dev:ow:10e2073a01080063", "temperature", 23.1, FakeClock.NowSeconds },
        { "ex2", 0, "urn:dev:ow:10e2073a01080063", "voltage", 120.1, FakeClock.NowSeconds },
        { "ex2", 1, "urn:dev:ow:10e2073a01080063", "current", 1.2, FakeClock.NowSeconds },
        { "ex3", 0, "urn:dev:ow:10e2073a0108006", "voltage", 120.1, 1276020076 },
        { "ex3", 1, "urn:dev:ow:10e2073a0108006", "current", 1.2, 1276020071 },
        { "ex3", 3, "urn:dev:ow:10e2073a0108006", "current", 1.4, 1276020073 },
        { "ex3", 6, "urn:dev:ow:10e2073a0108006", "current", 1.7, 1276020076 },
        { "ex5", 0, "urn:dev:ow:10e2073a01080063", "humidity", 20.0, 1320067464 },
        { "ex5", 1, "urn:dev:ow:10e2073a01080063", "humidity", 20.3, 1320067524 },
        { "ex5", 3, "urn:dev:ow:10e2073a01080063", "battery_level", 98, 1320067614 },
        { "ex7", 0, "urn:dev:ow:10e2073a01080063", "temperature", 23.1, FakeClock.NowSeconds },
        { "ex8", 0, "urn:dev:ow:10e2073a01080063", "temperature", 27.2, 1320078429 },
        { "ex8", 1, "urn:dev:ow:10e2073a01080063", "humidity", 80, 1320078429 },
        { "ex9", 1, "urn:dev:ow:10e2073a01080063", "heat", 1, FakeClock.NowSeconds },
        { "ex10", 1, "urn:dev:ow:10e2073a01080063", "temperature", 23.6, 1276020091 },
        { "ex12", 1, "2001:db8::4", "ratio", 1, 1320078429 },
        { "ex13", 2, "2001:db8::3", "ratio", 0, 1320078429 },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Post_ExampleOfRfc8428_Resolves(string name, int place, string device, string readingType, double value, long timestamp)
    {
        await using var server = await IngestServer.StartAsync(Old);
        await server.IngestAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Captures", "senml", name + ".json")), Type);
        var observation = server.Intake.Observations[place];
        Assert.Equal(
            (device, readingType, value, timestamp),
            (observation.Series[TextField.DeviceId], observation.Series[TextField.ReadingType], observation.Value, observation.Timestamp));
    }

    // The whole of every example: as many readings, values and seconds as its resolved form has numbers (positions aside).
    [Theory]
    [InlineData("ex1", "23.1 now")]
    [InlineData("ex2", "1.2 now|120.1 now")]
    [InlineData("ex3", "1.2 1276020071|1.3 1276020072|1.4 1276020073|1.5 1276020074|1.6 1276020075|1.7 1276020076|120.1 1276020076")]
    [InlineData("ex5", "20 1320067464|20.3 1320067524|20.7 1320067584|21.2 1320067644|98 1320067614")]
    [InlineData("ex7", "23.1 now")]
    [InlineData("ex8", "27.2 1320078429|80 1320078429")]
    [InlineData("ex9", "0 now|1 now|23.1 now")]
    [InlineData("ex10", "23.5 1276020076|23.6 1276020091")]
    [InlineData("ex12", "1 1320078429|1 1320078429")]
    [InlineData("ex13", "0 1320078429|0 1320078429|0.5 1320078429|0.5 1320078429")]
    public async Task Post_ExampleOfRfc8428_GivesAllOfIt(string name, string expected)
    {
        await using var server = await IngestServer.StartAsync(Old);
        await server.IngestAsync(Capture.Text("senml", name + ".json"), Type);
        Assert.Equal(expected, Shown(server.Intake.Observations));
    }

    // The examples of sections 5.1.3, 5.1.5 and 6 that have no file here.
    [Theory]
    [InlineData(
        """[{"bn":"urn:dev:ow:10e2073a01080063","bt":1320067464,"bu":"%RH","v":21.2,"t":0},{"v":21.3,"t":10},{"v":21.7,"t":80},{"v":21.5,"t":91}]""",
        "21.2 1320067464|21.3 1320067474|21.5 1320067555|21.7 1320067544")]
    [InlineData(
        """[{"bn":"2001:db8::2/","bt":1320078429,"n":"temperature","v":25.2,"u":"Cel"},{"n":"humidity","v":30,"u":"%RH"},"""
            + """{"bn":"2001:db8::1/","n":"temperature","v":12.3,"u":"Cel"},{"n":"humidity","v":67,"u":"%RH"}]""",
        "12.3 1320078429|25.2 1320078429|30 1320078429|67 1320078429")]
    [InlineData("""[{"bn":"urn:dev:ow:10e2073a01080063","t":1276020076,"v":23.5,"u":"Cel"},{"t":1276020091,"v":23.6,"u":"Cel"}]""",
        "23.5 1276020076|23.6 1276020091")]
    public async Task Post_FurtherExampleOfRfc8428_GivesAllOfIt(string body, string expected)
    {
        await using var server = await IngestServer.StartAsync(Old);
        await server.IngestAsync(body, Type);
        Assert.Equal(expected, Shown(server.Intake.Observations));
    }

    private static string Shown(IEnumerable<Observation> observations) => string.Join('|', observations
        .Select(o => FormattableString.Invariant($"{(decimal)o.Value} {(o.Timestamp == FakeClock.NowSeconds ? "now" : o.Timestamp)}"))
        .Order(StringComparer.Ordinal));

    // A pack and its resolved form say the same (RFC 8428, section 4.6).
    [Theory]
    [InlineData("ex3")]
    [InlineData("ex5")]
    [InlineData("ex8")]
    [InlineData("ex10")]
    [InlineData("ex12")]
    public async Task Post_ResolvedForm_IsADuplicateOfThePack(string name)
    {
        await using var server = await IngestServer.StartAsync(Old);
        var folder = Path.Combine(AppContext.BaseDirectory, "Captures", "senml");
        var pack = await server.IngestAsync(await File.ReadAllTextAsync(Path.Combine(folder, name + ".json")), Type);
        var resolved = await server.IngestAsync(await File.ReadAllTextAsync(Path.Combine(folder, name + ".gen.resolved.json")), Type);
        Assert.Equal((pack.Accepted, 0), (resolved.Duplicates, resolved.Accepted));
        Assert.Empty(resolved.Rejected);
    }

    [Fact]
    public async Task Post_PositionRecords_GiveThePositionOfTheSameSecond()
    {
        await using var server = await IngestServer.StartAsync(Old);
        var answer = await server.IngestAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Captures", "senml", "ex5.json")), Type);
        Assert.Equal((5, 0), (answer.Accepted, answer.Rejected.Count));
        Assert.Equal(new GeoPoint(60.07965, 24.30621), server.Intake.Observations[0].Position);
        Assert.Equal(new GeoPoint(60.07966, 24.30623), server.Intake.Observations[2].Position);
        Assert.Null(server.Intake.Observations[3].Position);
    }

    [Fact]
    public async Task Post_ValuesThatAreNoNumbers_AreRejectedAlone()
    {
        await using var server = await IngestServer.StartAsync(Old);
        var answer = await server.IngestAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Captures", "senml", "ex7.json")), Type);
        Assert.Equal(1, answer.Accepted);
        Assert.Equal([(1, "vs"), (2, "vb"), (3, "vd")], answer.Rejected.Select(r => (r.Index, r.Field)));
    }

    [Theory]
    [InlineData("""[{"n":"d:temp","u":"K","v":300}]""", "temperature", 26.85, "\u00b0C", FakeClock.NowSeconds)]
    [InlineData("""[{"bn":"d:","bv":20.1,"n":"temp","u":"Cel","v":0.2,"t":-10}]""", "temperature", 20.3, "\u00b0C", FakeClock.NowSeconds - 10)]
    [InlineData("""[{"n":"d","u":"Pa","v":101325,"t":268435455}]""", null, 0, "", 0)]
    [InlineData("""[{"n":"d","u":"Pa","v":101325,"bt":1711999990.9}]""", "pressure", 1013.25, "hPa", 1711999990)]
    [InlineData("""[{"n":"d","u":"V","v":1},{"n":"d:humidity","v":41}]""", "voltage", 1, "V", FakeClock.NowSeconds)]
    public async Task Post_UnitsAndTimes_Resolve(string body, string? readingType, double value, string unit, long timestamp)
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync(body, Type);
        if (readingType is null)
        {
            Assert.Equal("timestamp", Assert.Single(answer.Rejected).Field);
            return;
        }

        var observation = server.Intake.Observations[0];
        Assert.Equal(
            (readingType, value, unit, timestamp),
            (observation.Series[TextField.ReadingType], observation.Value, observation.Series[TextField.Unit], observation.Timestamp));
    }

    [Theory]
    [InlineData("""[{"n":"d:temp","u":"Cel","v":1,"bver":11}]""", "bver")]
    [InlineData("""[{"n":"d:temp","u":"Cel","v":1,"must_":1}]""", "must_")]
    [InlineData("""[{"u":"Cel","v":1}]""", "n")]
    [InlineData("""[{"n":"d:temp","v":"1"}]""", "v")]
    [InlineData("""[{"n":"d:temp","v":1,"v":2}]""", "v")]
    [InlineData("""[{"n":"d temp","v":1}]""", "n")]
    [InlineData("""[{"n":"d:7","v":1,"u":"mm"}]""", "n")]
    [InlineData("""[{"n":"d","v":1,"u":"lat"}]""", "u")]
    [InlineData("""[{"n":"d:temp","v":1,"u":"V"}]""", "unit")]
    [InlineData("""[{"n":"d:temp","v":1,"t":1e300}]""", "t")]
    [InlineData("""[{"n":"d:temp","bt":1e27,"t":1e27,"v":1}]""", "t")]
    public async Task Post_WrongRecord_IsRejectedAlone(string body, string field)
    {
        await using var server = await IngestServer.StartAsync();
        var answer = await server.IngestAsync(body, Type);
        Assert.Equal((422, field), (answer.Status, Assert.Single(answer.Rejected).Field));
    }
}
