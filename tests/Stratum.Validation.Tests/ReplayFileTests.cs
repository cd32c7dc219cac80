using System.Buffers;
using System.Text;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Validation.Tests;

/// <summary>What <c>stratum validate</c> reads and writes.</summary>
public class ReplayFileTests
{
    private const string Heading = "device_id,timestamp,latitude,longitude,altitude,reading_type,value\n";

    [Fact]
    public async Task Read_CsvAndNdjsonOfTheSame_GiveTheSameLines()
    {
        var csv = await ReadAsync(Heading + "a,1497052800,52.5,13.4,34,temperature,16.3\r\nb,2017-06-10T00:00:00Z,,,,humidity,60\n");
        var ndjson = await ReadAsync("""
            {"device_id":"a","timestamp":1497052800,"latitude":52.5,"longitude":13.4,"altitude":34,"reading_type":"temperature","value":16.3,"signature":["x"]}

            {"value":60,"reading_type":"humidity","timestamp":"2017-06-10T02:00:00+02:00","device_id":"b"}
            """);

        Assert.Equal(2, csv.Count);
        Assert.Equal(csv, ndjson);
        Assert.Equal("\u00b0C", csv[0].Observation!.Series.Unit);
        Assert.Null(csv[1].Observation!.Position);
    }

    [Fact]
    public async Task Read_DeploymentType_TellsRoomsFromTheOpen()
    {
        var csv = await ReadAsync("device_id,timestamp,reading_type,value,deployment_type\na,1,temperature,1,INDOOR\na,1,temperature,1,\n");
        var ndjson = await ReadAsync("""{"device_id":"a","timestamp":1,"reading_type":"temperature","value":1,"deployment_type":"probe"}""");
        Assert.Equal([Deployment.Indoor, Deployment.Outdoor, Deployment.Probe], csv.Concat(ndjson).Select(line => line.Observation!.Series.Deployment));
    }

    [Theory]
    [InlineData("a,x,,,,temperature,1", "timestamp")]
    [InlineData("a,1,,,,temperature,warm", "value")]
    [InlineData("a,1,91,0,,temperature,1", "latitude")]
    [InlineData("a,1,52,,,temperature,1", "longitude")]
    [InlineData("a,1,,,,Temperature,1", "reading_type")]
    [InlineData(",1,,,,temperature,1", "device_id")]
    [InlineData("a,1,,,,temperature", "")]
    [InlineData("\"a,1,,,,temperature,1", "")]
    public async Task Read_FaultyRow_NamesTheFieldAndReadsOn(string row, string field)
    {
        var lines = await ReadAsync(Heading + row + "\nb,1,,,,temperature,1\n");
        Assert.Equal(field, lines[0].Error!.Field);
        Assert.False(lines[0].IsScored);
        Assert.True(lines[1].IsScored);
    }

    [Theory]
    [InlineData("""{"device_id":"a","timestamp":1,"reading_type":"temperature","value":"1"}""", "value")]
    [InlineData("""{"device_id":"a","timestamp":true,"reading_type":"temperature","value":1}""", "timestamp")]
    [InlineData("""{"device_id":7,"timestamp":1,"reading_type":"temperature","value":1}""", "device_id")]
    [InlineData("""{"device_id":"a","timestamp":1,"reading_type":"temperature","value":1} x""", "")]
    [InlineData("{", "")]
    public async Task Read_FaultyJson_NamesTheField(string line, string field) =>
        Assert.Equal(field, Assert.Single(await ReadAsync("{\"device_id\":\"ok\",\"timestamp\":1,\"reading_type\":\"temperature\",\"value\":1}\n" + line),
            read => read.Error is not null).Error!.Field);

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("NA")]
    public async Task Read_NoValue_IsAnObservationWithoutOne(string value)
    {
        var line = Assert.Single(await ReadAsync(Heading + $"a,1,,,,temperature,{value}\n"));
        Assert.Null(line.Error);
        Assert.Equal(
            """{"device_id":"a","timestamp":1,"reading_type":"temperature","value":null,"confidence":0,"flag":9,"reasons":["no value"]}""", Write(line, null));
    }

    [Fact]
    public async Task Read_QuotedCellsAndSemicolons_AreUnderstood()
    {
        var lines = await ReadAsync("value;reading_type;note;device_id;timestamp\n20.5;temperature;\"a; \"\"b\"\"\";\"x;y\";5\n");
        Assert.Equal(("x;y", 20.5, 5L), (lines[0].Observation!.Series.DeviceId, lines[0].Value, lines[0].Observation!.Timestamp));
    }

    [Fact]
    public async Task Read_OtherUnit_IsConvertedAndShownAsItWas()
    {
        var line = Assert.Single(await ReadAsync("""{"device_id":"a","timestamp":1,"reading_type":"temperature","value":50,"unit":"degF"}"""));
        Assert.Equal(10, line.Observation!.Value);
        Assert.Equal(50, line.Value);
    }

    [Fact]
    public async Task Read_HeadingWithoutAColumn_NamesIt()
    {
        var error = await Assert.ThrowsAsync<StratumException>(() => ReadAsync("device,timestamp,reading_type,value\n"));
        Assert.Contains("no column device_id; needed are device_id, timestamp, reading_type, value", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Fact]
    public async Task Read_OneMoreThanAllowed_SaysSo()
    {
        var row = "a,1,,,,temperature,1\n";
        Assert.Equal(2, (await ReadAsync(Heading + row + row, most: 2)).Count);
        var error = await Assert.ThrowsAsync<StratumException>(() => ReadAsync(Heading + row + row + row, most: 2));
        Assert.Contains("more than 2 observations (--max-observations)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Scored_IsTheLineThatTheIssueNames()
    {
        var line = new ReplayLine(Observed.Of("temperature", 15, 7), 15, null);
        var assessment = new Assessment(0.123456, QualityFlag.Suspect, ["4.8 degC above 23 neighbours within 12 km"]);
        Assert.Equal(
            """{"device_id":"own","timestamp":7,"reading_type":"temperature","value":15,"confidence":0.1235,"flag":3,"""
                + "\"reasons\":[\"4.8 degC above 23 neighbours within 12 km\"]}",
            Write(line, assessment));
        var faulty = new ReplayLine(null, double.NaN, new DraftError("value", "is not a finite number"));
        Assert.Equal("""{"error":{"field":"value","reason":"is not a finite number"}}""", Write(faulty, null));
    }

    private static string Write(ReplayLine line, Assessment? assessment)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var output = new ReplayOutput(buffer))
        {
            output.Write(line, assessment);
        }

        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        using var document = JsonDocument.Parse(text);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        return text.TrimEnd('\n');
    }

    private static async Task<List<ReplayLine>> ReadAsync(string text, int most = 100)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await ReplayFile.ReadAsync(stream, ReplayFormat.Detect, most, CancellationToken.None);
    }
}
