using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class DeviceDirectoryTests
{
    private readonly FakeClock _clock = new();
    private readonly AdapterMemory _memory = new(null);

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("Nexus-TH-*", "Nexus-TH-1-90", true)]
    [InlineData("Nexus-TH-?-*", "Nexus-TH-1-90", true)]
    [InlineData("Nexus-TH-?-*", "Nexus-TH-12-90", false)]
    [InlineData("*-ch1", "ecowitt-0-ch1", true)]
    [InlineData("*-ch1", "ecowitt-0-ch11", false)]
    [InlineData("a*b*c", "a1b2b3c", true)]
    [InlineData("a*b*c", "a1b2b3", false)]
    [InlineData("nexus", "Nexus", false)]
    [InlineData("a.c", "abc", false)]
    public void Matches_Pattern_IsForTheWholeName(string pattern, string name, bool expected) =>
        Assert.Equal(expected, DevicePattern.Matches(pattern, name));

    [Fact]
    public void Matches_ManyStars_EndsSoon() =>
        Assert.False(DevicePattern.Matches(string.Concat(Enumerable.Repeat("*a", 60)) + "b", new string('a', 20_000)));

    [Fact]
    public void Admit_TableForADevice_NamesItsSensorsAndKeepsSuffixes()
    {
        var directory = Directory(new DeviceOptions { Match = "house", DeviceId = "garden", DeploymentType = "OUTDOOR" });

        Assert.Equal(["garden", "garden-bme280"], Names(directory.Admit([Draft("house", ""), Draft("house", "-bme280")])));
    }

    [Fact]
    public void Admit_TableForOneSensor_LeavesTheOthers()
    {
        var directory = Directory(new DeviceOptions { Match = "*-ch1", DeviceId = "freezer", DeploymentType = "PROBE" });

        var admitted = directory.Admit([Draft("ecowitt-1", ""), Draft("ecowitt-1", "-ch1"), Draft("ecowitt-1", "-ch2")]);

        Assert.Equal(["ecowitt-1", "freezer", "ecowitt-1-ch2"], Names(admitted));
        Assert.Equal([null, "PROBE", null], admitted.Select(one => one.Draft[TextField.DeploymentType]));
    }

    [Fact]
    public void Admit_FirstTableThatFits_Decides()
    {
        var directory = Directory(new DeviceOptions { Match = "a-1", IsExcluded = true }, new DeviceOptions { Match = "a-*", DeviceId = "mine" });

        Assert.Equal(["mine"], Names(directory.Admit([Draft("a-1", ""), Draft("a-2", "")])));
    }

    [Fact]
    public void Admit_IncludeAndExclude_AreForTheSource()
    {
        var sensor = new SensorOptions
        {
            Adapter = "mqtt",
            Include = ["a-*", "b"],
            Exclude = ["*-2"],
            Devices = [new DeviceOptions { Match = "c-2" }],
        };
        var directory = new DeviceDirectory(sensor, [], _memory, _clock);

        Assert.Equal(["a-1", "b", "c-2"], Names(directory.Admit([Draft("a-1", ""), Draft("a-2", ""), Draft("b", ""), Draft("c-1", ""), Draft("c-2", "")])));
        Assert.Equal(["a-2", "c-1"], directory.Heard.Select(device => device.Device).Order());
        Assert.Equal("[[sensors.device]]\nmatch = \"c-1\"", directory.Heard.Single(device => device.Device == "c-1").Advice);
    }

    [Fact]
    public void Admit_NothingIncluded_IsHeardWithItsReadings()
    {
        var directory = new DeviceDirectory(new SensorOptions { Adapter = "mqtt" }, [], _memory, _clock);

        Assert.Empty(directory.Admit([Draft("Nexus-TH-1-90", "", "temperature", 3, "C"), Draft("Nexus-TH-1-90", "", "humidity", 88, "%")]));
        directory.Admit([Draft("Nexus-TH-1-90", "", "temperature", 3.5, "C")]);

        var heard = Assert.Single(directory.Heard);
        Assert.Equal(("Nexus-TH-1-90", "temperature 3.5 C", 2L), (heard.Device, heard.Readings, heard.Messages));
    }

    [Fact]
    public void Heard_ManyDevices_AreBoundedAndTheNewest()
    {
        var directory = new DeviceDirectory(new SensorOptions { Adapter = "mqtt" }, [], _memory, _clock);
        for (var i = 0; i < 300; i++)
        {
            directory.Admit([Draft($"d{i}", "")]);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(256, directory.Heard.Count);
        Assert.Equal("d299", directory.Heard[0].Device);
    }

    [Fact]
    public void Admit_TwoDevicesOfOnePattern_NeverShareAName()
    {
        var directory = Directory(new DeviceOptions { Match = "Nexus-TH-1-*", DeviceId = "garden" });

        Assert.Equal(["garden"], Names(directory.Admit([Draft("Nexus-TH-1-90", "")])));
        Assert.Empty(directory.Admit([Draft("Nexus-TH-1-17", "")]));
        Assert.Contains("\"Nexus-TH-1-90\" has the device_id \"garden\"", Assert.Single(directory.Heard).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_ChangedBattery_TakesTheNameAfterTheSilence()
    {
        var directory = Directory(new DeviceOptions { Match = "Nexus-TH-1-*", DeviceId = "garden" });
        directory.Admit([Draft("Nexus-TH-1-90", "")]);
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Empty(directory.Admit([Draft("Nexus-TH-1-17", "")]));
        _clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(["garden"], Names(directory.Admit([Draft("Nexus-TH-1-17", "")])));
        Assert.Empty(directory.Admit([Draft("Nexus-TH-1-90", "")]));
    }

    [Fact]
    public void Admit_NeighbourHeardBesideTheOwnSensor_NeverTakesItsName()
    {
        var directory = Directory(new DeviceOptions { Match = "Nexus-TH-1-*", DeviceId = "garden" });
        directory.Admit([Draft("Nexus-TH-1-90", "")]);
        directory.Admit([Draft("Nexus-TH-1-17", "")]);
        directory.Admit([Draft("Nexus-TH-1-90", "")]);
        _clock.Advance(TimeSpan.FromDays(3));

        Assert.Empty(directory.Admit([Draft("Nexus-TH-1-17", "")]));
    }

    [Fact]
    public void Admit_AfterARestart_TheSameDeviceHasTheName()
    {
        Directory(new DeviceOptions { Match = "Nexus-TH-1-*", DeviceId = "garden" }).Admit([Draft("Nexus-TH-1-90", "")]);
        var next = Directory(new DeviceOptions { Match = "Nexus-TH-1-*", DeviceId = "garden" });

        Assert.Empty(next.Admit([Draft("Nexus-TH-1-17", "")]));
        Assert.Equal(["garden"], Names(next.Admit([Draft("Nexus-TH-1-90", "")])));
    }

    [Fact]
    public void Admit_TableAndSource_FillWhatTheReadingLacks()
    {
        var sensor = new SensorOptions
        {
            Adapter = "mqtt",
            Position = new GeoPoint(59, 10),
            Altitude = 100,
            PositionDecimals = 2,
            Texts = new Dictionary<TextField, string> { [TextField.DataLicense] = "CC0-1.0", [TextField.SensorModel] = "common" },
            Devices =
            [
                new DeviceOptions
                {
                    Match = "a",
                    Position = new GeoPoint(60, 11),
                    PositionDecimals = 1,
                    DeploymentType = "INDOOR",
                    Texts = new Dictionary<TextField, string> { [TextField.SensorModel] = "own" },
                },
            ],
        };
        var directory = new DeviceDirectory(sensor, DeviceDirectory.Everything, _memory, _clock);
        var known = Draft("b", "");
        known.Draft[TextField.SensorModel] = "its word";

        var admitted = directory.Admit([Draft("a", ""), known]);

        Assert.Equal([(60.0, null, (int?)1), (59.0, 100.0, 2)], admitted.Select(one => (one.Draft.Latitude!.Value, one.Draft.Altitude, one.PositionDecimals)));
        Assert.Equal(["own", "its word"], admitted.Select(one => one.Draft[TextField.SensorModel]));
        Assert.Equal(["CC0-1.0", "CC0-1.0"], admitted.Select(one => one.Draft[TextField.DataLicense]));
        Assert.Equal(["INDOOR", null], admitted.Select(one => one.Draft[TextField.DeploymentType]));
    }

    [Theory]
    [InlineData("1", "-0.5", "", "offset -0.5")]
    [InlineData("1.02", "0", "", "scale 1.02")]
    [InlineData("1.02", "0.25", "checked 2026-05", "checked 2026-05; scale 1.02, offset +0.25")]
    public void Admit_Correction_IsSaidInTheCalibrationStatus(string scale, string offset, string status, string expected)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var sensor = new SensorOptions
        {
            Adapter = "mqtt",
            Corrections = new Dictionary<string, ValueCorrection> { ["temperature"] = new(decimal.Parse(scale, culture), decimal.Parse(offset, culture)) },
        };
        var directory = new DeviceDirectory(sensor, DeviceDirectory.Everything, _memory, _clock);
        var (temperature, humidity) = (Draft("a", ""), Draft("a", "", "humidity"));
        temperature.Draft[TextField.CalibrationStatus] = status.Length > 0 ? status : null;

        var admitted = directory.Admit([temperature, humidity]);

        Assert.Equal([expected, null], admitted.Select(one => one.Draft[TextField.CalibrationStatus]));
    }

    [Fact]
    public void Admit_TimeOfTheReceipt_ForgetsTheDevicesTimeAndOldStrikes()
    {
        var sensor = new SensorOptions { Adapter = "ecowitt", StampsAtReceipt = true };
        var directory = new DeviceDirectory(sensor, DeviceDirectory.Everything, _memory, _clock);
        var reading = Draft("a", "");
        reading.Draft.Timestamp = 946_684_800;

        var admitted = directory.Admit([reading, reading with { Draft = reading.Draft.Clone(), IsOfAnotherTime = true }]);

        Assert.Null(Assert.Single(admitted).Draft.Timestamp);
        Assert.Empty(directory.Heard);
    }

    private DeviceDirectory Directory(params DeviceOptions[] devices) =>
        new(new SensorOptions { Adapter = "mqtt", Devices = devices }, DeviceDirectory.Everything, _memory, _clock);

    private static IEnumerable<string?> Names(IEnumerable<AdmittedDraft> admitted) => admitted.Select(one => one.Draft[TextField.DeviceId]);

    private static DeviceDraft Draft(string device, string suffix, string readingType = "temperature", double value = 1, string unit = "C")
    {
        var draft = new ObservationDraft { Value = value };
        draft[TextField.DeviceId] = device + suffix;
        draft[TextField.ReadingType] = readingType;
        draft[TextField.Unit] = unit;
        return new DeviceDraft(draft, device);
    }
}
