using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class Bme280Tests
{
    public static TheoryData<string> Vectors => [.. Bme280Vector.Names];

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task Measure_EveryVector_IsWhatWasComputed(string name)
    {
        var vector = Bme280Vector.Get(name);
        using var bus = vector.Chip();
        var chip = await Bme280Chip.OpenAsync(bus, 1, TimeProvider.System, CancellationToken.None);
        var sample = await chip.MeasureAsync(CancellationToken.None);
        var whole = chip.Compensate(sample, asDouble: false);
        Assert.Equal(vector.Computed("int", "T_centiC") / 100, whole.TemperatureC);
        Assert.Equal(vector.Computed("int", "P_Pa"), whole.PressurePa);
        Assert.Equal(vector.Computed("int", "RH"), whole.HumidityPercent);
        var real = chip.Compensate(sample, asDouble: true);
        Assert.Equal(vector.Computed("double", "T_C")!.Value, real.TemperatureC!.Value, 1e-9);
        Assert.Equal(1, real.PressurePa!.Value / vector.Computed("double", "P_Pa")!.Value, 1e-9);
        Assert.Equal(vector.Computed("double", "RH") is null, real.HumidityPercent is null);
        Assert.Equal(vector.Computed("double", "RH") ?? 0, real.HumidityPercent ?? 0, 1e-9);
    }

    // bme280/vectors.json: what the authors of the vectors published, where it is the formula that is meant.
    [Theory]
    [InlineData("periph_TestCalibration280", 22.93, 100043.21484375, 63.169921875)]
    [InlineData("periph_TestI2CSenseBME280_success", 23.72, 100942.6953125, 65.3056640625)]
    [InlineData("claudiomattera_blocking_tests", 27.33, 101233.015625, 34.8544921875)]
    [InlineData("bosch_bmp280_datasheet_3_12", 25.08, 100653.25390625, null)]
    public async Task Measure_PublishedVectors_AreMet(string name, double temperatureC, double pressurePa, double? humidity)
    {
        using var bus = Bme280Vector.Get(name).Chip();
        var chip = await Bme280Chip.OpenAsync(bus, 1, TimeProvider.System, CancellationToken.None);
        Assert.Equal(new Bme280Values(temperatureC, pressurePa, humidity), chip.Compensate(await chip.MeasureAsync(CancellationToken.None), asDouble: false));
    }

    [Fact]
    public void Compensate_SkippedChannels_HaveNoValue()
    {
        var sample = Bme280Sample.Read([0x80, 0, 0, 0x80, 0, 0, 0x80, 0]);
        Assert.Equal(default, sample);
        var calibration = new Bme280Calibration { P = new short[8] };
        Assert.Equal(default, IntegerCompensation.Compute(calibration, sample));
        Assert.Equal(default, DoubleCompensation.Compute(calibration, sample));
        // A divisor of zero is no value, too.
        Assert.Null(IntegerCompensation.Compute(calibration, new Bme280Sample(1, 1, null)).PressurePa);
        Assert.Null(DoubleCompensation.Compute(calibration, new Bme280Sample(1, 1, null)).PressurePa);
    }

    [Theory]
    [InlineData(1, true, 10)]
    [InlineData(16, true, 113)]
    [InlineData(1, false, 7)]
    public void MeasureTime_OfTheDatasheet_IsRoundedUp(int oversampling, bool hasHumidity, int milliseconds) =>
        Assert.Equal(milliseconds, Bme280Chip.MeasureTime(oversampling, hasHumidity).TotalMilliseconds);

    // The warmth of a room would reduce the pressure wrongly: sea-level pressure is an outdoor chip's only.
    [Theory]
    [InlineData("false", "", 4)]
    [InlineData("true", "INDOOR", 3)]
    public async Task Run_SimulatedChip_SignsRoundedValuesWithOffsetsAndSeaLevel(string indoor, string deploymentType, int count)
    {
        using var chip = Bme280Vector.Get("claudiomattera_blocking_tests").Chip();
        await using var server = await IngestServer.StartAsync();
        var adapter = Create(
            server, chip, ("temperature_offset", "-2.33"), ("humidity_offset", "0.15"), ("pressure_offset", "1"), ("oversampling", "16"), ("indoor", indoor));
        await using (var run = new AdapterRun(adapter, server.Intake))
        {
            await run.UntilReadingsAsync(count);
        }

        Assert.True(chip.IsClosed);
        Assert.Equal(5, chip.HumidityOversampling);
        (string, double, string)[] expected =
            [("temperature", 25, "\u00b0C"), ("humidity", 35.0, "%"), ("pressure", 1013.33, "hPa"), ("pressure_sea_level", 1025, "hPa")];
        Assert.Equal(
            expected[..count], server.Intake.Observations.Select(o => (o.Series[TextField.ReadingType], o.Value, o.Series[TextField.Unit])));
        Assert.All(server.Intake.Observations, o => Assert.Equal(("loft", deploymentType), (o.Series[TextField.DeviceId], o.Series[TextField.DeploymentType])));
        Assert.All(server.Intake.Sources, source => Assert.Equal(TimeSource.Receipt, source));
    }

    [Fact]
    public async Task Run_ChipThatComesAndGoes_BacksOffAndReturns()
    {
        using var chip = Bme280Vector.Get("claudiomattera_blocking_tests").Chip();
        chip.IsGone = true;
        await using var server = await IngestServer.StartAsync();
        await using var run = new AdapterRun(Create(server, chip), server.Intake);
        await run.UntilAsync(() => run.Adapter.Status is { State: "backoff", LastError: "simulated: no answer" });
        chip.IsGone = false;
        await run.UntilReadingsAsync(3);
        Assert.Equal("connected", run.Adapter.Status.State);
    }

    [Fact]
    public async Task Run_ClockThatMayNotStamp_WaitsAndSaysSo()
    {
        using var chip = Bme280Vector.Get("claudiomattera_blocking_tests").Chip();
        await using var server = await IngestServer.StartAsync();
        server.Clock.Problem = "not synchronised";
        await using var run = new AdapterRun(Create(server, chip), server.Intake);
        await run.UntilAsync(() => run.Adapter.Status.LastNotice?.Contains("not synchronised", StringComparison.Ordinal) == true);
        Assert.Null(run.Adapter.Status.LastError);
        Assert.Equal(0, chip.Measurements);
        server.Clock.Problem = null;
        await run.UntilReadingsAsync(3);
    }

    [Theory]
    [InlineData(0x61, "BME680")]
    [InlineData(0x00, "check wiring")]
    [InlineData(0x42, "unknown chip")]
    public async Task Open_AnotherChip_IsRefusedByName(byte id, string reason)
    {
        using var bus = new SimulatedChip(id, new byte[26], new byte[7], new byte[8]);
        var e = await Assert.ThrowsAsync<DeviceException>(() => Bme280Chip.OpenAsync(bus, 1, TimeProvider.System, CancellationToken.None));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ChipThatHangsOrReadsAsZeros_IsRefused()
    {
        using var empty = new SimulatedChip(0x60, new byte[26], new byte[7], new byte[8]);
        await Assert.ThrowsAsync<DeviceException>(() => Bme280Chip.OpenAsync(empty, 1, TimeProvider.System, CancellationToken.None));
        using var stuck = Bme280Vector.Get("claudiomattera_blocking_tests").Chip();
        stuck.IsStuck = true;
        await Assert.ThrowsAsync<DeviceException>(() => Bme280Chip.OpenAsync(stuck, 1, TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public void LinuxI2c_MissingBus_SaysHowToSwitchItOn()
    {
        var e = Assert.Throws<DeviceException>(() => new LinuxI2c("/dev/i2c-none", 0x76));
        Assert.Contains("raspi-config", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("34854", 34.9)]
    [InlineData("41.074000000", 41.1)]
    public async Task Run_KernelDriver_ReadsBothFormsOfHumidity(string humidity, double expected)
    {
        var root = Directory.CreateTempSubdirectory("stratum-iio-").FullName;
        try
        {
            var device = Directory.CreateDirectory(Path.Combine(root, "iio:device0")).FullName;
            foreach (var file in (string[])["name", "in_temp_input", "in_pressure_input"])
            {
                File.Copy(Capture.PathOf("bme280", "iio", "iio:device0", file), Path.Combine(device, file));
            }

            await File.WriteAllTextAsync(Path.Combine(device, "in_humidityrelative_input"), humidity + "\n");
            await using var server = await IngestServer.StartAsync();
            await using var run = new AdapterRun(Create(server, null, ("bus", "iio"), ("iio_path", root)), server.Intake);
            await run.UntilReadingsAsync(3);
            Assert.Equal(
                [("temperature", 27.33), ("humidity", expected), ("pressure", 1012.33)],
                server.Intake.Observations.Take(3).Select(o => (o.Series[TextField.ReadingType], o.Value)));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task Run_KernelDriverMissing_SaysHowToLoadIt()
    {
        await using var server = await IngestServer.StartAsync();
        await using var run = new AdapterRun(Create(server, null, ("bus", "iio"), ("iio_path", "/none")), server.Intake);
        await run.UntilAsync(() => run.Adapter.Status.LastError?.Contains("dtoverlay", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("bus", "spi")]
    [InlineData("address", "0x75")]
    [InlineData("address", "120")]
    [InlineData("interval_s", "0")]
    [InlineData("interval_s", "3601")]
    [InlineData("oversampling", "3")]
    [InlineData("compensation", "float")]
    [InlineData("temperature_offset", "20.1")]
    public async Task Create_WrongSetting_NamesIt(string key, string value)
    {
        await using var server = await IngestServer.StartAsync();
        var e = Assert.Throws<StratumException>(() => Create(server, null, (key, value)));
        Assert.Contains(key, e.Message, StringComparison.Ordinal);
    }

    private static IIngestAdapter Create(IngestServer server, SimulatedChip? chip, params (string Key, string Value)[] settings) =>
        new Bme280Factory(server.Ingest, (_, _) => chip!).Create(new SensorOptions
        {
            Adapter = "bme280",
            DeviceId = "loft",
            Altitude = chip is null ? null : 100,
            Settings = settings.ToDictionary(setting => setting.Key, setting => setting.Value),
        });
}
