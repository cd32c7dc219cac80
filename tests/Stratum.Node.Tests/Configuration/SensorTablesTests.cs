using Stratum.Core;

namespace Stratum.Node.Tests.Configuration;

public sealed class SensorTablesTests
{
    [Fact]
    public void Load_DeviceTables_AreBoundInOrder()
    {
        using var folder = new ConfigurationFolder("""
            [node]
            position_decimals = 3
            [[sensors]]
            adapter = "mqtt"
            url = "mqtt://localhost"
            preset = "rtl_433"
            include = ["Bresser-*"]
            exclude = ["*-7"]
            time = "receipt"
            position_decimals = 2
            data_license = "CC0-1.0"
            offset = { temperature = -0.5, humidity = 2 }
            scale = { temperature = 1.01 }
            [[sensors.device]]
            match = "Nexus-TH-1-*"
            device_id = "garden"
            deployment = "outdoor"
            latitude = 59.9
            longitude = 10.7
            sensor_model = "Nexus"
            offset = { humidity = -3 }
            [[sensors.device]]
            match = "Acurite-986-1R-4711"
            exclude = true
            """);

        var loaded = folder.Load();

        Assert.Empty(loaded.Problems);
        Assert.Equal(3, loaded.Options!.Node.PositionDecimals);
        var sensor = Assert.Single(loaded.Options.Sensors);
        Assert.Equal(["Bresser-*"], sensor.Include!);
        Assert.Equal(["*-7"], sensor.Exclude);
        Assert.True(sensor.StampsAtReceipt);
        Assert.Equal(2, sensor.PositionDecimals);
        Assert.Equal("CC0-1.0", sensor.Texts[TextField.DataLicense]);
        Assert.Equal(new ValueCorrection(1.01m, -0.5m), sensor.Corrections["temperature"]);
        Assert.Equal(new ValueCorrection(1, 2), sensor.Corrections["humidity"]);
        Assert.Equal(2, sensor.Devices.Count);
        var garden = sensor.Devices[0];
        Assert.Equal(("Nexus-TH-1-*", "garden", "OUTDOOR", false), (garden.Match, garden.DeviceId, garden.DeploymentType, garden.IsExcluded));
        Assert.Equal(new GeoPoint(59.9, 10.7), garden.Position);
        Assert.Equal("Nexus", garden.Texts[TextField.SensorModel]);
        Assert.Equal(new ValueCorrection(1, -3), garden.Corrections["humidity"]);
        Assert.True(sensor.Devices[1].IsExcluded);
    }

    [Fact]
    public void Load_NothingSaid_LeavesTheAdapterItsOwnWay()
    {
        using var folder = new ConfigurationFolder("[[sensors]]\nadapter = \"http_json\"\n");

        var sensor = Assert.Single(folder.Load().Options!.Sensors);

        Assert.Null(sensor.Include);
        Assert.Empty(sensor.Exclude);
        Assert.Empty(sensor.Devices);
        Assert.Empty(sensor.Texts);
        Assert.Empty(sensor.Corrections);
        Assert.Null(sensor.DeploymentType);
        Assert.Null(sensor.PositionDecimals);
        Assert.False(sensor.StampsAtReceipt);
    }

    [Theory]
    [InlineData("[[sensors.device]]\ndevice_id = \"a\"", "sensors.0.device.0.match is missing")]
    [InlineData("[[sensors.device]]\nmatch = \"\"", "sensors.0.device.0.match is \"\"")]
    [InlineData("[[sensors.device]]\nmatch = \"a\"\nmatsch = \"b\"", "unknown key `matsch` in [[sensors.device]]; did you mean `match`?")]
    [InlineData("[[sensors.device]]\nmatch = \"a\"\ndeployment = \"inside\"", "sensors.0.device.0.deployment is \"inside\"")]
    [InlineData("[[sensors.device]]\nmatch = \"a\"\nlatitude = 5.0", "latitude and sensors.0.device.0.longitude: give both or neither")]
    [InlineData("device = 5", "device is an array")]
    [InlineData("offset = { temp = 1 }", "sensors.0.offset is a table")]
    [InlineData("offset = { temperature = \"1\" }", "sensors.0.offset is a table")]
    [InlineData("scale = { temperature = 0 }", "sensors.0.scale is a table")]
    [InlineData("include = \"*\"", "sensors.0.include is \"*\"")]
    [InlineData("time = \"now\"", "sensors.0.time is \"now\"")]
    [InlineData("position_decimals = 8", "sensors.0.position_decimals is 8; give 0 to 7")]
    public void Load_WrongTable_IsNamedWithItsLine(string lines, string expected)
    {
        using var folder = new ConfigurationFolder($"[[sensors]]\nadapter = \"http_json\"\n{lines}\n");

        var problem = Assert.Single(folder.Load().Problems);

        Assert.Contains(expected, problem.ToString(), StringComparison.Ordinal);
        Assert.NotNull(problem.Origin?.Position);
    }

    [Fact]
    public void Load_Environment_ReachesDeviceTables()
    {
        using var folder = new ConfigurationFolder("[[sensors]]\nadapter = \"http_json\"\n[[sensors.device]]\nmatch = \"a\"\n");

        var options = folder.Load(
            ("STRATUM__SENSORS__0__DEVICE__0__DEVICE_ID", "b"),
            ("STRATUM__SENSORS__0__OFFSET", "temperature=-0.5, humidity=1"),
            ("STRATUM__SENSORS__0__EXCLUDE", "x*,y")).Options!;

        Assert.Equal("b", options.Sensors[0].Devices[0].DeviceId);
        Assert.Equal(-0.5m, options.Sensors[0].Corrections["temperature"].Offset);
        Assert.Equal(["x*", "y"], options.Sensors[0].Exclude);
    }
}
