using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class StationFileTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly Dictionary<string, string> MetricUnits = new() { ["temperature"] = "C", ["wind"] = "km/h", ["pressure"] = "hPa", ["rain"] = "mm" };

    [Fact]
    public async Task Ecowitt_StationFile_IsReadByTheUnitsOfItsHeader()
    {
        var read = await HistoryReading.OfCaptureAsync("ecowitt-202409A.csv", new HistoryMap { Zone = Berlin });

        Assert.Equal(HistoryFormat.Ecowitt, read.Format);
        Assert.Empty(read.Errors);
        // 14:25 of Berlin's summer is 12:25 UTC.
        Assert.Equal(
            [
                "2 ecowitt-in temperature 22.8 \u00b0C INDOOR 1726662300",
                "2 ecowitt-in humidity 55 % INDOOR 1726662300",
                "2 ecowitt temperature 23.2 \u00b0C - 1726662300",
                "2 ecowitt humidity 54 % - 1726662300",
                "2 ecowitt dew_point 13.4 \u00b0C - 1726662300",
                "2 ecowitt wind_speed 1.1 m/s - 1726662300",
                "2 ecowitt wind_gust 1.6 m/s - 1726662300",
                "2 ecowitt wind_direction 259 \u00b0 - 1726662300",
                "2 ecowitt pressure 989.6 hPa - 1726662300",
                "2 ecowitt solar_radiation 519.34 W/m2 - 1726662300",
                "2 ecowitt uv_index 4 1 - 1726662300",
                "2 ecowitt-rain-year rain_total 412.3 mm - 1726662300",
            ],
            read.Readings.Take(12));
        Assert.DoesNotContain(read.Readings, line => line.StartsWith("3 ecowitt temperature", StringComparison.Ordinal));
        Assert.DoesNotContain(read.Readings, line => line.StartsWith("3 ecowitt wind_direction", StringComparison.Ordinal));
        Assert.Contains("column REL Pressure(hPa)", read.LeftOut);
    }

    [Fact]
    public async Task Ecowitt_NewerFirmware_HasUnixSecondsAndNeedsNoZone()
    {
        var read = await HistoryReading.OfCaptureAsync("ecowitt-202506A.csv");

        Assert.Empty(read.Errors);
        Assert.Contains("2 ecowitt-in temperature 20.11 \u00b0C INDOOR 1749731693", read.Readings);
        Assert.Contains("2 ecowitt wind_speed 2.01 m/s - 1749731693", read.Readings);
        Assert.Contains("2 ecowitt light_level 27100 lux - 1749731693", read.Readings);
        Assert.Contains("2 ecowitt-piezo rain_rate 5.08 mm/h - 1749731693", read.Readings);
        Assert.Contains("2 ecowitt-piezo-rain-year rain_total 266.7 mm - 1749731693", read.Readings);
    }

    [Fact]
    public async Task Ecowitt_FileOfAllSensors_HasADeviceForEachChannel()
    {
        var read = await HistoryReading.OfCaptureAsync("ecowitt-202409Allsensors_A.csv", new HistoryMap { Zone = TimeZoneInfo.Utc });

        Assert.Equal(
            [
                "2 ecowitt-ch1 temperature -18.5 \u00b0C PROBE 1726669500",
                "2 ecowitt-ch1 humidity 71 % PROBE 1726669500",
                "2 ecowitt-ch2 temperature 4.2 \u00b0C PROBE 1726669500",
                "2 ecowitt-ch2 humidity 80 % PROBE 1726669500",
                "2 ecowitt-ch1 leaf_wetness_percent 12 % - 1726669500",
                "2 ecowitt-co2 temperature 21.5 \u00b0C INDOOR 1726669500",
                "2 ecowitt-co2 humidity 48 % INDOOR 1726669500",
                "2 ecowitt-co2 co2 612 ppm INDOOR 1726669500",
                "2 ecowitt-co2 pm2_5 3.1 \u00b5g/m\u00b3 INDOOR 1726669500",
                "2 ecowitt-soil1 soil_moisture 31 % - 1726669500",
                "2 ecowitt-soil12 soil_moisture 44 % - 1726669500",
                "2 ecowitt-ch1 pm2_5 5 \u00b5g/m\u00b3 - 1726669500",
                "2 ecowitt-ch1 soil_temperature 17.6 \u00b0C - 1726669500",
            ],
            read.Readings);
    }

    [Theory]
    [InlineData("cumulus-Aug09log.txt", 2)]
    [InlineData("cumulus-comma.txt", 1)]
    public async Task Cumulus_MonthlyLog_IsReadInEitherSeparator(string name, int lines)
    {
        var read = await HistoryReading.OfCaptureAsync(name, new HistoryMap { Zone = Berlin, Units = MetricUnits });

        Assert.Equal(HistoryFormat.Cumulus, read.Format);
        Assert.Empty(read.Errors);
        Assert.Equal(lines, read.Entries.Select(entry => entry.Line).Distinct().Count());
        Assert.Equal(
            [
                "1 cumulus temperature 16.7 \u00b0C - 1249077600",
                "1 cumulus humidity 92 % - 1249077600",
                "1 cumulus dew_point 15.4 \u00b0C - 1249077600",
                "1 cumulus wind_speed 1.33 m/s - 1249077600",
                "1 cumulus wind_gust 2.22 m/s - 1249077600",
                "1 cumulus wind_direction 203 \u00b0 - 1249077600",
                "1 cumulus rain_rate 1 mm/h - 1249077600",
                $"1 cumulus pressure_sea_level {(lines == 2 ? "1016.53" : "1016.5")} hPa - 1249077600",
                "1 cumulus-rain-counter rain_total 1423.8 mm - 1249077600",
                "1 cumulus-in temperature 21.3 \u00b0C INDOOR 1249077600",
                "1 cumulus-in humidity 55 % INDOOR 1249077600",
                "1 cumulus wind_chill 16.7 \u00b0C - 1249077600",
                "1 cumulus heat_index 16.7 \u00b0C - 1249077600",
                "1 cumulus uv_index 0 1 - 1249077600",
                "1 cumulus solar_radiation 0 W/m2 - 1249077600",
            ],
            read.Readings.Take(15));
    }

    [Fact]
    public async Task Cumulus_WithoutUnits_IsRefusedWithTheOptionThatGivesThem()
    {
        var error = await Assert.ThrowsAsync<StratumException>(() => HistoryReading.OfCaptureAsync("cumulus-Aug09log.txt"));

        Assert.Contains("--units temperature=C,wind=km/h,pressure=hPa,rain=mm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cumulus_DayFile_IsToldApart()
    {
        var error = await Assert.ThrowsAsync<StratumException>(() => HistoryReading.OfTextAsync(
            "01/08/09,26.5,180,13:11,9.6,05:30,21.2,14:00,1016.1,23:59,1010.2,04:00,2.5,11:00,4.8,15.1,120.3\n"));

        Assert.Contains("dayfile.txt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SensorCommunity_IndoorBme280_IsADeviceOfItsOwnWithModelAndPlace()
    {
        var read = await HistoryReading.OfCaptureAsync("2020-01-01_bme280_sensor_141_indoor.csv");

        Assert.Equal(HistoryFormat.SensorCommunity, read.Format);
        Assert.Empty(read.Errors);
        Assert.Equal(
            [
                "2 sensor-community-141 pressure 1003.12 hPa INDOOR 1577836857",
                "2 sensor-community-141 temperature 4.77 \u00b0C INDOOR 1577836857",
                "2 sensor-community-141 humidity 88.12 % INDOOR 1577836857",
                "3 sensor-community-141 pressure 1003.11 hPa INDOOR 1577837007",
                "3 sensor-community-141 temperature 4.7 \u00b0C INDOOR 1577837007",
            ],
            read.Readings);
        Assert.All(read.Drafts, draft => Assert.Equal(
            ("BME280", "DbCL-1.0", 48.783), (draft[TextField.SensorModel], draft[TextField.DataLicense], draft.Latitude)));
    }

    [Fact]
    public async Task SensorCommunity_DustSensor_HasP1AsPm10AndP2AsPm25()
    {
        var read = await HistoryReading.OfCaptureAsync("2018-12-01_sds011_sensor_245.csv");

        Assert.Equal(
            ["2 sensor-community-245 pm10 5.43 \u00b5g/m\u00b3 - 1543622418", "2 sensor-community-245 pm2_5 5.33 \u00b5g/m\u00b3 - 1543622418"], read.Readings);
    }

    [Fact]
    public async Task OpenSenseMap_WithPhenomenonAndUnit_NeedsNoMapAndLeavesOutWhatItDoesNotKnow()
    {
        var read = await HistoryReading.OfCaptureAsync("opensensemap.csv");

        Assert.Equal(HistoryFormat.OpenSenseMap, read.Format);
        Assert.Equal(
            [
                "2 opensensemap-5386026e5f08822009b8b612 temperature 4.1 \u00b0C outdoor 1424730978",
                "3 opensensemap-5386026e5f08822009b8b613 pressure 1013.25 hPa outdoor 1424730978",
            ],
            read.Readings);
        Assert.Single(read.LeftOut);
    }

    [Fact]
    public async Task OpenSenseMap_WithoutThem_TakesTheMapsWord()
    {
        var read = await HistoryReading.OfTextAsync(
            "createdAt;value;lat;lng\n2016-09-20T10:05:49.581Z;65.66;51.962372;7.64568\n", new HistoryMap { Columns = [new("value", "temperature", "F")] });

        Assert.Equal("2 opensensemap temperature 18.7 \u00b0C - 1474365949", Assert.Single(read.Readings));
        Assert.Equal((51.962372, 7.64568), (read.Drafts.Single().Latitude, read.Drafts.Single().Longitude));
    }
}
