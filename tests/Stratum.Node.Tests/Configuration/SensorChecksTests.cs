using Stratum.Node.Configuration;

namespace Stratum.Node.Tests.Configuration;

/// <summary>What adapters say of their tables, found before the node starts, each with its place.</summary>
public sealed class SensorChecksTests
{
    // field case 30 of issue 12: preset rtl433, url without mqtt://, map unit Celsius.
    [Fact]
    public void Check_FieldCase30_NamesAllThreeWithLineAndColumn()
    {
        var problems = Check("""
            [[sensors]]
            adapter = "mqtt"
            url = "192.168.1.5:1883"
            preset = "rtl433"
            map = [
              { path = "$.t", reading_type = "temperature", unit = "Celsius" },
            ]
            """).Problems.Select(problem => problem.ToString()).ToList();

        Assert.Contains(problems, problem => problem.StartsWith("stratum.toml:3:7: error: [[sensors]] adapter = \"mqtt\" url is", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("stratum.toml:4:10: error: [[sensors]] adapter = \"mqtt\" preset is",
            StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("stratum.toml:6:56: error: ", StringComparison.Ordinal)
            && problem.Contains("map.0.unit is \"Celsius\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("adapter = \"ecowitt\"\nmode = \"poll\"", "1:1", "needs url, such as \"http://")]
    [InlineData("adapter = \"ecowitt\"\nmode = \"poll\"\nurl = \"192.168.1.51\"", "4:7", "accepted are http:// and https://")]
    [InlineData("adapter = \"ecowitt\"\nurl = \"http://192.168.1.51\"", "3:7", "mode = \"push\" has none")]
    [InlineData("adapter = \"ecowitt\"\nmode = \"pull\"", "3:8", "accepted are \"push\", \"poll\"")]
    [InlineData("adapter = \"ecowitt\"\nmode = [\"push\"]", "3:9", "mode is a list or a table")]
    [InlineData("adapter = \"davis\"", "1:1", "needs url")]
    [InlineData("adapter = \"davis\"\nurl = \"mqtt://console:22222\"", "3:7", "accepted are tcp://host:22222")]
    [InlineData("adapter = \"davis\"\nulr = \"tcp://console:22222\"", "3:7", "did you mean `url`")]
    [InlineData("adapter = \"davis\"\nurl = \"tcp://console:22222\"\ntimezone = \"Oslo\"", "4:12", "timezone is \"Oslo\"")]
    [InlineData("adapter = \"davis\"\nurl = \"tcp://console:22222\"\nrain_collector = \"0.3mm\"", "4:18", "\"0.2mm\"")]
    [InlineData("adapter = \"davis\"\nurl = \"http://live\"\nbackfill = true", "4:12", "only consoles")]
    [InlineData("adapter = \"bme280\"\naddress = 0x99", "3:11", "address is 0x99; accepted are 0x76 to 0x77")]
    [InlineData("adapter = \"bme280\"\ninterval_s = 0", "3:14", "accepted are 1 to 3600")]
    [InlineData("adapter = \"bme280\"\nbus = \"i2c-1\"", "3:7", "accepted are \"iio\"")]
    [InlineData("adapter = \"http_json\"\npreset = \"tasmota\"", "3:10", "it belongs to adapter \"mqtt\"")]
    [InlineData("adapter = \"http_json\"\ndatastreams = { \"7\" = \"garden/warmth\" }", "3:23", "a quantity of the registry")]
    [InlineData("adapter = \"http_json\"\ndatastreams = { \"7\" = \"garden/temperature Celsius\" }", "3:23", "temperature is accepted in")]
    [InlineData("adapter = \"http_json\"\ndatastreams = \"7\"", "3:15", "datastreams is a single value")]
    [InlineData("adapter = \"mqtt\"\npreset = \"tasmota\"", "1:1", "needs url, such as \"mqtt://")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://b\"", "1:1", "needs preset (tasmota")]
    [InlineData("adapter = \"http_json\"\nmap = [{ reading_type = \"pm10\" }]", "3:25", "needs map.0.field")]
    [InlineData("adapter = \"http_json\"\nmap = [{ field = \"t\", reading_type = \"temp\" }]", "3:38", "the registry's name is \"temperature\"")]
    [InlineData("adapter = \"http_json\"\nmap = [{ field = \"t\", reading_type = \"temperature\", unit = \"Celsius\" }]", "3:60", "map.0.unit is \"Celsius\"")]
    [InlineData("adapter = \"http_json\"\nmap = [{ field = \"pm10\", raeding_type = \"temperature\" }]", "3:41", "an entry of map has")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://b\"\npreset = \"tasmota\"\nqos = 3", "5:7", "accepted are 0 to 2")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://b\"\npreset = \"tasmota\"\nkeep_alive_s = \"soon\"", "5:16", "accepted are 5 to 3600")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://b\"\npreset = \"tasmota\"\nclean_session = \"yes\"", "5:17", "accepted are \"true\", \"false\"")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://b\"\npreset = \"tasmota\"\ntopic = \"a/#/b\"", "5:9", "topic is \"a/#/b\"")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://b\"\npreset = \"tasmota\"\nstatus_topic = \"a/+\"", "5:16", "a topic, which has no +")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtts://b\"\npreset = \"tasmota\"\ntls_ca_path = \"/no/such/ca.pem\"", "5:15", "there is no such file")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://192.0.2.1\"\npreset = \"tasmota\"\nusername = \"u\"\npassword = \"p\"", "3:7", "unencrypted")]
    [InlineData(
        "adapter = \"mqtt\"\nurl = \"mqtt://b\"\ntopic = \"t/{device}\"\nmap = [{ path = \"$.t[\", reading_type = \"temperature\" }]",
        "5:17", "path is")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://b\"\ntopic = \"t/{device}\"\nmap = [{ path = \"$.t\" }]", "5:17", "needs map.0.reading_type")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://b\"\ntopic = \"t/{device}\"\nmap = { path = \"$.t\" }", "5:16", "map as one table")]
    [InlineData(
        "adapter = \"mqtt\"\nurl = \"mqtt://b\"\ntopic = \"t/{device}\"\nmap = [{ reading_type = \"temperature\", uint = \"C\" }]",
        "5:47", "a mapping has path")]
    [InlineData(
        "adapter = \"mqtt\"\nurl = \"mqtt://b\"\ntopic = \"t/{device}\"\nmap = [{ path = \"$.t\", reading_type = \"warmth\" }]",
        "5:17", "no quantity of the registry")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://b\"\ntopic = \"t/{device}\"", "1:1", "needs map")]
    [InlineData("adapter = \"mqtt\"\nurl = \"mqtt://b\"\ntopic = \"t/1\"\nmap = [{ path = \"$.temperature_C\" }]", "4:9", "needs device_id, or {device}")]
    public void Check_WrongTable_NamesKeyAndPlace(string table, string place, string message)
    {
        var loaded = Check("[[sensors]]\n" + table);

        var error = Assert.Single(loaded.Problems, problem => problem.Severity == ProblemSeverity.Error).ToString();
        Assert.StartsWith($"stratum.toml:{place}: error: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Empty(loaded.Options!.Sensors);
        Assert.Contains(message, Assert.Single(loaded.Options.Misconfigured).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("adapter = \"ecowitt\"\nstation = \"ecowitt-0123456789ab\"", "adapter = \"ecowitt\"\nstation = \"ecowitt-0123456789ab\"", "7:11", 1)]
    [InlineData("adapter = \"ecowitt\"\nname = \"a\"", "adapter = \"ecowitt\"\nname = \"b\"", "1:1", 2)]
    [InlineData("adapter = \"http_json\"\ndevice_id = \"garden\"", "adapter = \"http_json\"\ndevice_id = \"garden\"", "7:13", 1)]
    [InlineData("adapter = \"bme280\"\ndevice_id = \"garden\"", "adapter = \"bme280\"\naddress = 0x76", "7:11", 1)]
    [InlineData("adapter = \"bme280\"\ndevice_id = \"garden\"", "adapter = \"bme280\"\naddress = 0x77\ndevice_id = \"garden\"", "8:13", 1)]
    [InlineData("adapter = \"davis\"\nurl = \"tcp://console\"", "adapter = \"davis\"\nurl = \"tcp://console/\"", "7:7", 1)]
    [InlineData(
        "adapter = \"mqtt\"\nurl = \"mqtt://b\"\npreset = \"tasmota\"\nclient_id = \"x\"",
        "adapter = \"mqtt\"\nurl = \"mqtt://b\"\npreset = \"shelly\"\nclient_id = \"x\"", "11:13", 1)]
    public void Check_TwoTablesForOne_LeavesOutTheLaterOrBoth(string first, string second, string place, int leftOut)
    {
        var loaded = Check($"[[sensors]]\n{first}\n\n[[sensors]]\n{second}");

        Assert.Contains(loaded.Problems, problem => problem.ToString().StartsWith($"stratum.toml:{place}: error: ", StringComparison.Ordinal));
        Assert.Equal((2 - leftOut, leftOut), (loaded.Options!.Sensors.Count, loaded.Options.Misconfigured.Count));
    }

    [Fact]
    public void Check_WrongTableBeforeAnother_LeavesTheOtherItsNumber()
    {
        var loaded = Check("[[sensors]]\nadapter = \"bme280\"\naddress = 0x99\n[[sensors]]\nadapter = \"bme280\"\naddress = 0x77\n");

        Assert.Equal(2, Assert.Single(loaded.Options!.Sensors).Number);
    }

    // "bme280-2" must not be signed as "bme280" while the first table's adapter is misspelt.
    [Fact]
    public void Check_UnknownKindBefore_KeepsBackWhatIsNamedByItsPlace()
    {
        var loaded = Check("[[sensors]]\nadapter = \"bme80\"\n[[sensors]]\nadapter = \"bme280\"\n"
            + "[[sensors]]\nadapter = \"bme280\"\naddress=0x77\ndevice_id = \"roof\"\n");

        Assert.Equal("roof", Assert.Single(loaded.Options!.Sensors).DeviceId);
        Assert.Equal(["unknown", "bme280"], loaded.Options.Misconfigured.Select(table => table.Sensor.Adapter));
    }

    [Fact]
    public void Check_WrongKeyElsewhere_KeepsTheNodeFromStarting() =>
        Assert.Null(Check("[network]\napi_lisen = \"x\"\n[[sensors]]\nadapter = \"http_json\"").Options);

    [Theory]
    [InlineData("url = \"mqtt://192.0.2.1\"\nusername = \"u\"\npassword = \"p\"", "2:7", "unencrypted")]
    [InlineData("url = \"mqtt://b\"\npassword = \"p\"\nallow_plain_password = true", "3:12", "no username")]
    [InlineData("url = \"mqtts://b\"\ntls_cert = \"stratum.toml\"", "3:12", "needs tls_cert and tls_key")]
    [InlineData("url = \"mqtt://b\"\ntls_ca = \"stratum.toml\"", "3:10", "has TLS files")]
    [InlineData("url = \"mqtts://b\"\ntls_ca = \"no.pem\"", "3:10", "there is no such file")]
    [InlineData("url = \"b:1883\"", "2:7", "give mqtt://host:1883")]
    public void Check_MqttOut_NamesKeyAndPlace(string table, string place, string message)
    {
        var loaded = Check("[mqtt_out]\n" + table);

        Assert.Null(loaded.Options);
        var error = Assert.Single(loaded.Problems).ToString();
        Assert.StartsWith($"stratum.toml:{place}: error: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NoTlsFile_IsNamed() =>
        Assert.Equal(["stratum.toml:2:12", "stratum.toml:3:11"],
            Check("[api]\ntls_cert = \"no.pem\"\ntls_key = \"no.key\"").Problems.Select(problem => problem.Origin!.ToString()));

    [Theory]
    [InlineData("")]
    [InlineData("exclude = [\"Bresser-*\"]\n")]
    public void Check_Rtl433WithoutPatterns_WarnsThatNothingWillBeSigned(string more)
    {
        var loaded = Check("[[sensors]]\nadapter = \"mqtt\"\nurl = \"mqtt://b\"\npreset = \"rtl_433\"\n" + more);

        var warning = Assert.Single(loaded.Problems).ToString();
        Assert.StartsWith("stratum.toml:4:10: warning: ", warning, StringComparison.Ordinal);
        Assert.Contains("`stratum sensors` lists what is heard", warning, StringComparison.Ordinal);
        Assert.Single(loaded.Options!.Sensors);
    }

    [Theory]
    [InlineData("include = [\"*\"]")]
    [InlineData("[[sensors.device]]\nmatch = \"Nexus-TH-*\"")]
    public void Check_Rtl433WithPatterns_SaysNothing(string more) =>
        Assert.Empty(Check("[[sensors]]\nadapter = \"mqtt\"\nurl = \"mqtt://b\"\npreset = \"rtl_433\"\n" + more).Problems);

    [Theory]
    [InlineData("include = [\"^Nexus.*$\"]", "stratum.toml:3:11")]
    [InlineData("exclude = [\"Nexus-[0-9]+\"]", "stratum.toml:3:11")]
    [InlineData("[[sensors.device]]\nmatch = \"Nexus-.*\"", "stratum.toml:4:9")]
    public void Check_PatternLikeARegularExpression_IsAWarning(string lines, string place)
    {
        var warning = Assert.Single(Check("[[sensors]]\nadapter = \"http_json\"\n" + lines).Problems).ToString();

        Assert.StartsWith(place + ": warning: ", warning, StringComparison.Ordinal);
        Assert.Contains("looks like a regular expression", warning, StringComparison.Ordinal);
    }

    private static LoadedConfiguration Check(string toml)
    {
        using var folder = new ConfigurationFolder(toml);
        return ConfigurationLoader.Load(folder.Request() with { IsForNode = true });
    }
}
