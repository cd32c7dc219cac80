using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class WeeWxTests
{
    [Fact]
    public async Task Archive_InUsUnits_IsInTheRegistrysWithASeriesForEachSensor()
    {
        var read = await HistoryReading.OfCaptureAsync("weewx-us.sdb");

        Assert.Equal(HistoryFormat.WeeWx, read.Format);
        Assert.Empty(read.Errors);
        Assert.Equal(
            [
                "1 weewx pressure_sea_level 1017.61 hPa - 1420088400",
                "1 weewx pressure 1003.05 hPa - 1420088400",
                "1 weewx-in temperature 20.28 \u00b0C INDOOR 1420088400",
                "1 weewx temperature 5 \u00b0C - 1420088400",
                "1 weewx-in humidity 38 % INDOOR 1420088400",
                "1 weewx humidity 81 % - 1420088400",
                "1 weewx wind_speed 1.79 m/s - 1420088400",
                "1 weewx wind_direction 225 \u00b0 - 1420088400",
                "1 weewx wind_gust 4.02 m/s - 1420088400",
                "1 weewx wind_gust_direction 202 \u00b0 - 1420088400",
                "1 weewx rain_rate 6.1 mm/h - 1420088400",
                "1 weewx rainfall 0.51 mm - 1420088400",
                "1 weewx dew_point 2 \u00b0C - 1420088400",
                "1 weewx wind_chill 3.5 \u00b0C - 1420088400",
                "1 weewx heat_index 5 \u00b0C - 1420088400",
                "1 weewx solar_radiation 112 W/m2 - 1420088400",
                "1 weewx uv_index 0.4 1 - 1420088400",
                "1 weewx-ch1 temperature -18 \u00b0C PROBE 1420088400",
                "1 weewx-ch1 humidity 55 % PROBE 1420088400",
                "1 weewx-soil1 soil_temperature 7 \u00b0C - 1420088400",
                "1 weewx-soil1 soil_water_tension 12 kPa - 1420088400",
                "1 weewx-leaf1 leaf_wetness 7 1 - 1420088400",
            ],
            read.Readings.Where(line => line.StartsWith("1 ", StringComparison.Ordinal)));
        Assert.Equal(["column ET", "column altimeter", "column txBatteryStatus"], read.LeftOut.Order(StringComparer.Ordinal));
        Assert.All(read.Drafts, draft => Assert.Equal("WeeWX archive", draft[TextField.DataSource]));
    }

    [Fact]
    public async Task Archive_WithoutWindOrValue_HasNoDirectionAndNoReading()
    {
        var read = await HistoryReading.OfCaptureAsync("weewx-us.sdb");

        Assert.DoesNotContain(read.Readings, line => line.StartsWith("2 weewx wind_direction", StringComparison.Ordinal));
        Assert.Contains("2 weewx wind_speed 0 m/s - 1420088700", read.Readings);
        Assert.Equal(2, read.Readings.Count(line => line.StartsWith("3 ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("weewx-metric.sdb")]
    [InlineData("weewx-metricwx.sdb")]
    public async Task Archive_InEitherMetricSystem_GivesTheSameReadings(string name)
    {
        var read = await HistoryReading.OfCaptureAsync(name);

        Assert.Equal(
            [
                "1 weewx pressure_sea_level 1017.6 hPa - 1420088400",
                "1 weewx pressure 1003.1 hPa - 1420088400",
                "1 weewx-in temperature 20.3 \u00b0C INDOOR 1420088400",
                name == "weewx-metric.sdb" ? "1 weewx temperature 12.37 \u00b0C - 1420088400" : "1 weewx temperature 12.4 \u00b0C - 1420088400",
                "1 weewx wind_speed 5 m/s - 1420088400",
                "1 weewx wind_direction 90 \u00b0 - 1420088400",
                "1 weewx rain_rate 6 mm/h - 1420088400",
                "1 weewx rainfall 0.5 mm - 1420088400",
            ],
            read.Readings);
    }

    [Fact]
    public async Task Archive_WithAMap_TakesItsWordBeforeTheSchemas()
    {
        var read = await HistoryReading.OfCaptureAsync("weewx-us.sdb", new HistoryMap
        {
            Device = "garden",
            Columns =
            [
                new HistoryColumn("soilMoist1", "soil_moisture", "%", "-bed"),
                new HistoryColumn("extraTemp1", ""),
                new HistoryColumn("ET", "evapotranspiration", "in"),
            ],
        });

        Assert.Contains("1 garden-bed soil_moisture 12 % - 1420088400", read.Readings);
        Assert.Contains("1 garden evapotranspiration 0 mm - 1420088400", read.Readings);
        Assert.DoesNotContain(read.Readings, line => line.Contains("-ch1 temperature", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Archive_OfAnotherUnitSystem_IsRefusedRowByRow()
    {
        var bytes = await File.ReadAllBytesAsync(Capture.PathOf("history", "weewx-metric.sdb"));
        // usUnits of the one row: the number 16 is the first byte after the header of the record that has it.
        var changed = Enumerable.Range(1024, bytes.Length - 1024 - 2).Where(at => bytes[at] == 16 && bytes[at + 1] == 5).ToList();
        bytes[Assert.Single(changed)] = 18;

        var read = await HistoryReading.OfBytesAsync(bytes);

        Assert.Empty(read.Readings);
        Assert.Contains("usUnits is none of 1 (US), 16 (METRIC) and 17 (METRICWX)", Assert.Single(read.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_DamagedAnywhere_EndsWithAnErrorAndNeverOtherwise()
    {
        var whole = await File.ReadAllBytesAsync(Capture.PathOf("history", "weewx-us.sdb"));
        var random = new Random(13);
        for (var round = 0; round < 300; round++)
        {
            var bytes = whole.ToArray();
            for (var flips = random.Next(1, 8); flips > 0; flips--)
            {
                bytes[random.Next(16, bytes.Length)] = (byte)random.Next(256);
            }

            Array.Resize(ref bytes, round % 3 == 0 ? random.Next(100, bytes.Length) : bytes.Length);
            try
            {
                var read = await HistoryReading.OfBytesAsync(bytes);
                Assert.InRange(read.Entries.Count, 0, 10_000);
            }
            catch (StratumException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public async Task Archive_WithAJournal_IsRefusedWithTheCommandThatCopiesIt()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var path = Path.Combine(folder, "weewx.sdb");
        File.Copy(Capture.PathOf("history", "weewx-us.sdb"), path);
        await File.WriteAllTextAsync(path + "-journal", "x");

        var error = await Assert.ThrowsAsync<StratumException>(() => HistoryReading.OfFileAsync(path));

        Assert.Contains(".backup", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
