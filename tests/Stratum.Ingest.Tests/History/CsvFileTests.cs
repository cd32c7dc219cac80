using System.IO.Compression;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class CsvFileTests
{
    private static readonly HistoryMap Garden = new()
    {
        Device = "garden",
        Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
        Columns = [new("Temp", "temperature", "F"), new("Room", "temperature", "C", "-in", "INDOOR")],
    };

    [Fact]
    public async Task Wide_ColumnsOfAMap_AreConvertedAndTheRestIsNamed()
    {
        var read = await HistoryReading.OfTextAsync("Date;Temp;Room;Note\n2021-06-01 12:00;72,5;20,1;fine\n2021-06-01 12:05;;20,2;\n", Garden);

        Assert.Equal(
            [
                "2 garden temperature 22.5 \u00b0C - 1622541600",
                "2 garden-in temperature 20.1 \u00b0C INDOOR 1622541600",
                "3 garden-in temperature 20.2 \u00b0C INDOOR 1622541900",
            ],
            read.Readings);
        Assert.Equal(["column Note"], read.LeftOut);
    }

    [Fact]
    public async Task Wide_WrongCells_TakeNothingElseWithThem()
    {
        var read = await HistoryReading.OfTextAsync(
            "Date;Temp;Room\n2021-06-01 12:00;warm;20,1\nyesterday;1;2\n2021-06-01 12:05;1\n\"2021-06-01 12:10;1;2\n2021-06-01 12:15;1e999;20,4\n", Garden);

        Assert.Equal(["2", "6"], read.Readings.Select(line => line[..1]));
        Assert.Equal(
            [
                "2 Temp is \"warm\", which is not a number",
                "3 timestamp is \"yesterday\", which is no time",
                "4  has 2 columns and should have 3: it was cut off",
                "5  has a quote without its end",
                "6 Temp is \"1e999\", which is not a number",
            ],
            read.Errors);
    }

    [Fact]
    public async Task Time_OfTheHourThatAutumnHasTwice_FollowsTheOrderOfTheFile()
    {
        var read = await HistoryReading.OfTextAsync("Date;Temp;Room\n2021-10-31 02:30;1;\n2021-10-31 02:30;2;\n2021-03-28 02:30;3;\n", Garden);

        Assert.Equal([1635640200L, 1635643800L], read.Drafts.Select(draft => draft.Timestamp!.Value));
        Assert.Contains("left out when its clocks went forward", Assert.Single(read.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_WithoutAnOffsetOrAZone_IsRefusedWithTheOption()
    {
        var read = await HistoryReading.OfTextAsync("Date;Temp;Room\n2021-10-31 02:30;1;\n", Garden with { Zone = null });

        Assert.Contains("--timezone", Assert.Single(read.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1622541600", null)]
    [InlineData("1622541600.9", null)]
    [InlineData("1622541600123", null)]
    [InlineData("1622541600123456", null)]
    [InlineData("1622541600123456789", null)]
    [InlineData("2021-06-01T10:00:00Z", null)]
    [InlineData("2021-06-01T12:00:00.5+02:00", null)]
    [InlineData("01/06/2021 12:00", "dd/MM/yyyy HH:mm")]
    [InlineData("1622541600000", "unix_ms")]
    public async Task Time_InAnyForm_IsOneInstant(string text, string? format)
    {
        var read = await HistoryReading.OfTextAsync(
            $"time,Temp\n{text},50\n", Garden with { TimeFormat = format, Columns = [new("Temp", "temperature", "F")] });

        Assert.Equal(1622541600, Assert.Single(read.Drafts).Timestamp);
    }

    [Fact]
    public async Task Typed_DraftsAsCsv_NeedNoMap()
    {
        var read = await HistoryReading.OfTextAsync(
            "device_id,timestamp,reading_type,value,unit,latitude,longitude,sensor_model\n"
            + "roof,1622541600,temperature,72.5,F,52.5,13.4,SHT31\nroof,1622541600,snow_load,3,kg/m2,,,\n");

        Assert.Equal(["2 roof temperature 22.5 \u00b0C - 1622541600", "3 roof snow_load 3 kg/m2 - 1622541600"], read.Readings);
        Assert.Equal((52.5, "SHT31"), (read.Drafts.First().Latitude, read.Drafts.First()[TextField.SensorModel]));
    }

    [Fact]
    public async Task Signed_ObservationsAsCsv_AreNotSignedAnew()
    {
        var error = await Assert.ThrowsAsync<StratumException>(() => HistoryReading.OfTextAsync(
            "device_id,timestamp,reading_type,value,signature,public_key\nroof,1,temperature,1,aa,bb\n"));

        Assert.Contains("format=ndjson", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_WithAByteOrderMark_IsReadLikeTheFileItself()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("\uFEFFDate,Temp,Room\r\n2021-06-01 12:00,72.5,20\r\n"));
        }

        var read = await HistoryReading.OfBytesAsync(packed.ToArray(), Garden);

        Assert.Equal(2, read.Readings.Count());
        Assert.Empty(read.Errors);
    }

    [Fact]
    public async Task Bounds_OfLinesAndColumns_AreErrorsOfTheirLine()
    {
        var read = await HistoryReading.OfTextAsync(
            "Date,Temp,Room\n" + new string('x', 65 * 1024) + "\n" + new string(',', 1024) + "\n2021-06-01 12:00,72.5,20\n", Garden);

        Assert.Equal(["2  is longer than 65536 bytes", "3  has more than 1024 columns"], read.Errors);
        Assert.Equal(2, read.Readings.Count());
    }

    [Fact]
    public async Task Ndjson_DraftsAndSignedLines_AreToldApart()
    {
        var read = await HistoryReading.OfTextAsync(
            "{\"device_id\":\"a\",\"timestamp\":1,\"reading_type\":\"temperature\",\"value\":50,\"unit\":\"F\"}\n{\"signature\":\"ab\"}\n\n{\"value\":}\n");

        Assert.Equal(HistoryFormat.Ndjson, read.Format);
        Assert.Equal("1 a temperature 10 \u00b0C - 1", Assert.Single(read.Readings));
        Assert.Equal("{\"signature\":\"ab\"}"u8.ToArray(), read.Entries[1].SignedLine.ToArray());
        Assert.StartsWith("4 ", Assert.Single(read.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryFormat_OfTextThatWasChangedAtRandom_IsReadToItsEndOrRefused()
    {
        var random = new Random(7);
        var odd = ",;\"\n#=\0\u007f0"u8.ToArray();
        var map = new HistoryMap
        {
            Zone = TimeZoneInfo.Utc,
            Units = new Dictionary<string, string> { ["temperature"] = "C", ["wind"] = "m/s", ["pressure"] = "hPa", ["rain"] = "mm" },
        };
        foreach (var name in Capture.Names("history", "*").Where(name => !name.EndsWith(".sdb", StringComparison.Ordinal)))
        {
            var whole = await File.ReadAllBytesAsync(Capture.PathOf("history", name));
            for (var round = 0; round < 60; round++)
            {
                var bytes = whole.ToArray();
                for (var flips = random.Next(1, 12); flips > 0; flips--)
                {
                    bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? odd[random.Next(odd.Length)] : (byte)random.Next(256);
                }

                try
                {
                    var read = await HistoryReading.OfBytesAsync(bytes, map);
                    Assert.All(read.Drafts, draft => Assert.True(double.IsFinite(draft.Value!.Value)));
                }
                catch (StratumException e)
                {
                    Assert.NotEmpty(e.Message);
                }
            }
        }
    }
}
