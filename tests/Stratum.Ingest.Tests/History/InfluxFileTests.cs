namespace Stratum.Ingest.Tests;

public sealed class InfluxFileTests
{
    private static readonly HistoryMap Map = new() { Columns = [new HistoryColumn("garden.temp_f", "temperature", "F")] };

    [Fact]
    public async Task AnnotatedCsv_SeveralTables_AreReadOneValueARowAndPivoted()
    {
        var read = await HistoryReading.OfCaptureAsync("influx-annotated.csv", Map);

        Assert.Equal(HistoryFormat.InfluxCsv, read.Format);
        Assert.Empty(read.Errors);
        Assert.Equal(
            ["5 roof temperature 15.28 \u00b0C - 1672534320", "12 influxdb temperature 15.83 \u00b0C - 1672534440"], read.Readings);
        Assert.Equal(["garden.usage_idle"], read.LeftOut);
    }

    [Fact]
    public async Task CsvOfVersion1_SeveralHeaders_HasTagsInOneColumn()
    {
        var read = await HistoryReading.OfCaptureAsync("influx-v1.csv", Map);

        Assert.Equal(["2 roof temperature 15.28 \u00b0C - 1672534320"], read.Readings);
        Assert.Equal(["garden.humidity", "net.derivative"], read.LeftOut.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task LineProtocol_Export_SignsNoFieldWithoutAUnit()
    {
        var read = await HistoryReading.OfCaptureAsync("influx.lp");

        Assert.Equal(HistoryFormat.InfluxLines, read.Format);
        Assert.Equal(["5 attic temperature 21.25 \u00b0C - 1672534321"], read.Readings);
        Assert.Equal(["garden.temp_f", "garden.usage_idle"], read.LeftOut.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task LineProtocol_WithAMapOfTheMeasurement_TakesItsFields()
    {
        var read = await HistoryReading.OfCaptureAsync("influx.lp", Map with { DeviceColumn = "host" });

        Assert.Contains("4 roof temperature 15.28 \u00b0C - 1672534320", read.Readings);
    }

    [Fact]
    public async Task LineProtocol_WrongLines_AreNamedAndTheOthersTaken()
    {
        var read = await HistoryReading.OfTextAsync(
            "a,unit=C temperature=1 1672534320\nb temperature= 1672534320\nc,unit=C temperature=1\na,unit=C temperature=2 1672534321\n");

        Assert.Equal(2, read.Readings.Count());
        Assert.Equal(2, read.Errors.Count());
        Assert.StartsWith("2 ", read.Errors.First(), StringComparison.Ordinal);
        Assert.StartsWith("3 timestamp is missing", read.Errors.Last(), StringComparison.Ordinal);
    }
}
