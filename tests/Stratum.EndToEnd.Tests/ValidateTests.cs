using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary><c>stratum validate</c> through the real program.</summary>
public sealed class ValidateTests
{
    [Fact]
    public async Task Validate_Csv_WritesOneScoredLineForEachRowInOrder()
    {
        var rows = new List<string> { "device_id,timestamp,latitude,longitude,altitude,reading_type,value" };
        for (var i = 0; i < 12; i++)
        {
            rows.Add($"s{i},{1_712_000_000 + (60 * (i % 5))},{52 + (0.02 * (i % 4)):0.00},{13 + (0.03 * (i / 4)):0.00},50,temperature,{(i == 7 ? 19 : 10.1)}");
        }

        rows.Add("late,1712000000,,,,temperature,");
        var (exitCode, output, error) = await StratumProgram.RunAsync(string.Join('\n', rows), "validate", "-");

        var lines = output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.True(exitCode == 0, error);
        Assert.Equal([.. Enumerable.Range(0, 12).Select(i => $"s{i}"), "late"], lines.Select(line => line.GetProperty("device_id").GetString()));
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 4, 1, 1, 1, 1, 9], lines.Select(line => line.GetProperty("flag").GetInt32()));
        Assert.StartsWith("8.9 degC above 11 neighbours within", lines[7].GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["device_id", "timestamp", "reading_type", "value", "confidence", "flag", "reasons"], lines[0].EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Validate_FaultyLine_StandsInItsPlaceAndTheExitCodeIs1()
    {
        const string input = """
            {"device_id":"a","timestamp":1712000000,"reading_type":"temperature","value":22.5}
            {"device_id":"a","timestamp":1712000000,"reading_type":"temperature"
            """;

        var (exitCode, output, _) = await StratumProgram.RunAsync(input, "validate", "-");

        Assert.Equal(1, exitCode);
        Assert.Equal(2, output.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("{\"error\":{\"field\":\"\"", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "no column device_id")]
    public async Task Validate_HeadingWithoutColumns_IsAUsageError(string input, string message)
    {
        var (exitCode, _, error) = await StratumProgram.RunAsync(input, "validate", "-");
        Assert.Equal(2, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
